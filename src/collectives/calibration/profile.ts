import {
  type CollectiveOp,
  type MeasuredGroup,
  type Point,
  type Profile,
  type ProfileEntry,
  sameGroup,
} from '../../spec/calibration.ts';
import { entryFromPoints } from './entry.ts';
import { type LogFacts, type LogTable, parseLog } from './log.ts';

export type { Profile, ProfileEntry };

/** A remark about one log. */
export interface CalibrationRemark {
  readonly source: string;
  readonly message: string;
}

/** One table of a log that was understood. */
export interface ReadCurve extends MeasuredGroup {
  readonly source: string;
  /** By size, as measured. */
  readonly points: readonly Point[];
  readonly machine: readonly string[];
}

export interface Calibration {
  readonly profile: Profile;
  /** The tables behind the profile, in the order of the logs. */
  readonly curves: readonly ReadCurve[];
  /** Logs or tables that give no entry, and why. */
  readonly refused: readonly CalibrationRemark[];
  /** Mislabelled ranks, rows that do not add up, left-out outliers, noise, logs that contradict each other. */
  readonly warnings: readonly CalibrationRemark[];
}

export interface NamedLog {
  readonly name: string;
  readonly text: string;
}

/** What the user says about logs that do not say it themselves. Rows that prove something else win. */
export interface Labels {
  readonly op?: CollectiveOp;
  readonly ranks?: number;
  readonly ranksPerNode?: number;
}

const FEWEST_ROWS = 2;
/** A curve that three segments miss by more than this is not a curve: identical operations take different times. */
const JITTERY_FRACTION = 0.08;
/** Healthy runs of one site repeat within some percent; logs of one group that lie farther apart saw different fabrics. */
const REPEATABLE = 1.2;

/** The rows of a table as points: the faster half of each row; of an all-to-all the out-of-place half. */
function pointsOf(table: LogTable, op: CollectiveOp): readonly Point[] {
  return table.rows
    .map(({ bytes, outOfPlace, inPlace }) => ({
      bytes,
      timeS: op === 'all-to-all' ? outOfPlace.timeS : Math.min(outOfPlace.timeS, inPlace.timeS),
    }))
    .filter(({ bytes }) => bytes > 0);
}

/** Fits every group of every log: three segments of alpha + S beta on relative error. */
export function calibrate(logs: readonly NamedLog[], labels: Labels = {}): Calibration {
  const curves: ReadCurve[] = [];
  const refused: CalibrationRemark[] = [];
  const warnings: CalibrationRemark[] = [];
  for (const { name, text } of logs) {
    const { tables, facts } = parseLog(text, labels);
    if (tables.length === 0) refused.push({ source: name, message: 'holds no row of nccl-tests or rccl-tests' });
    for (const table of tables) {
      for (const message of table.warnings) warnings.push({ source: name, message });
      const outcome = curveOf(table, facts, name);
      if (typeof outcome === 'string') refused.push({ source: name, message: outcome });
      else curves.push(outcome);
    }
  }
  const groups: ReadCurve[][] = [];
  for (const curve of curves) {
    const same = groups.find(([first]) => first !== undefined && sameGroup(first, curve));
    if (same === undefined) groups.push([curve]);
    else same.push(curve);
  }
  const entries = groups.flatMap((group) => entryOf(group, refused, warnings));
  return { profile: { formatVersion: '1.0', entries }, curves, refused, warnings };
}

function curveOf(table: LogTable, facts: LogFacts, source: string): ReadCurve | string {
  const { op, ranks, ranksPerNode } = table;
  if (op === null) return 'the operation is neither named nor decided by the rows: name it with --op';
  if (ranks === null) return 'the number of ranks is neither stated nor decided by busbw / algbw: give it with --ranks';
  const points = pointsOf(table, op);
  if (points.length < FEWEST_ROWS) return 'has fewer than two usable rows';
  const library = facts.ncclVersion === null ? [] : [`library ${facts.ncclVersion}`];
  return { op, ranks, ranksPerNode, source, points, machine: [...facts.gpuNames, ...library] };
}

/** One entry for all logs of a group. */
function entryOf(
  group: readonly ReadCurve[],
  refused: CalibrationRemark[],
  warnings: CalibrationRemark[],
): readonly ProfileEntry[] {
  const [first] = group;
  if (first === undefined) return [];
  const source = [...new Set(group.map((curve) => curve.source))].join(', ');
  const points = merged(group, source, warnings);
  const entry = entryFromPoints(first, points, source, [...new Set(group.flatMap(({ machine }) => machine))]);
  if (entry === null || entry.rows < FEWEST_ROWS) {
    refused.push({ source, message: 'has fewer than two usable rows' });
    return [];
  }
  const dropped = points.length - entry.rows;
  if (dropped > 0) {
    const message = `left out ${dropped} of ${points.length} rows: more than twice as slow as both neighbours`;
    warnings.push({ source, message });
  }
  if (entry.errorFraction > JITTERY_FRACTION) {
    const share = (100 * entry.errorFraction).toFixed(0);
    warnings.push({ source, message: `times scatter by ${share} % around the best curve: a noisy or sick fabric` });
  }
  return [entry];
}

/** One point a size: the geometric mean of the logs that have it. */
function merged(group: readonly ReadCurve[], source: string, warnings: CalibrationRemark[]): readonly Point[] {
  const [only] = group;
  if (group.length === 1 && only !== undefined) return only.points;
  const bySize = new Map<number, number[]>();
  for (const { points } of group) {
    for (const { bytes, timeS } of points) bySize.set(bytes, [...(bySize.get(bytes) ?? []), timeS]);
  }
  const spread = [...bySize.values()].map((times) => Math.max(...times) / Math.min(...times)).toSorted((a, b) => a - b);
  const median = spread[Math.floor(spread.length / 2)] ?? 1;
  if (median > REPEATABLE) {
    const message = `${group.length} runs of ${only?.op} on ${only?.ranks} ranks differ by a factor of ${median.toFixed(2)}: their mean is used, so leave out the sick one`;
    warnings.push({ source, message });
  }
  return [...bySize].map(([bytes, times]) => ({
    bytes,
    timeS: Math.exp(times.reduce((sum, time) => sum + Math.log(time), 0) / times.length),
  }));
}
