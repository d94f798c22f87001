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
  readonly gpuNames: readonly string[];
  readonly machine: readonly string[];
  /** Slower over faster half of a row, median of the rows. */
  readonly halvesApart: number;
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
/**
 * A row does the same work twice, out of place and in place. Halves of healthy logs agree within 3 % in the median; those of the
 * published jittery one differ by half.
 */
const JITTERY = 1.2;
/** Runs of one group that differ by more than this are not runs of one cluster. */
const FOREIGN = 2;
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
      else {
        curves.push(outcome);
        for (const message of remarksOn(outcome, labels)) warnings.push({ source: name, message });
      }
    }
  }
  const gpus = [...new Set(curves.flatMap(({ gpuNames }) => gpuNames))];
  if (gpus.length > 1) {
    const message = `the logs name different GPUs (${gpus.join(', ')}), and a profile is of one cluster`;
    warnings.push({ source: namesOf(curves), message });
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
  const { gpuNames } = facts;
  const machine = [...gpuNames, ...library];
  return { op, ranks, ranksPerNode, source, points, gpuNames, machine, halvesApart: halvesApartOf(table, op) };
}

function halvesApartOf({ rows }: LogTable, op: CollectiveOp): number {
  // In place an all-to-all is another operation.
  if (op === 'all-to-all') return 1;
  const ratios = rows
    .map(({ outOfPlace: { timeS: a }, inPlace: { timeS: b } }) => Math.max(a, b) / Math.min(a, b))
    .toSorted((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

/** What is odd about one table, and labels that it contradicts. */
function remarksOn({ op, ranks, halvesApart }: ReadCurve, labels: Labels): string[] {
  const remarks: string[] = [];
  if (labels.op !== undefined && labels.op !== op) remarks.push(`--op ${labels.op} is left aside: this is ${op}`);
  if (labels.ranks !== undefined && labels.ranks !== ranks)
    remarks.push(`--ranks ${labels.ranks} is left aside: these are ${ranks}`);
  if (halvesApart > JITTERY) {
    const times = halvesApart.toFixed(2);
    remarks.push(
      `the two halves of a row differ by a factor of ${times}, and they do the same: a noisy or sick fabric`,
    );
  }
  return remarks;
}

/** The logs behind some curves, in few words. */
function namesOf(curves: readonly ReadCurve[]): string {
  const names = [...new Set(curves.map(({ source }) => source))];
  return names.length <= 2 ? names.join(', ') : `${names[0]} and ${names.length - 1} others`;
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
  const points = merged(group, refused, warnings);
  if (points === null) return [];
  const entry = entryFromPoints(first, points, source, [...new Set(group.flatMap(({ machine }) => machine))]);
  if (entry === null || entry.rows < FEWEST_ROWS) {
    refused.push({ source: namesOf(group), message: 'has fewer than two usable rows' });
    return [];
  }
  const dropped = points.length - entry.rows;
  if (dropped > 0) {
    const message = `left out ${dropped} of ${points.length} rows: more than twice as slow as both neighbours`;
    warnings.push({ source: namesOf(group), message });
  }
  return [entry];
}

/** One point a size: the geometric mean of the logs that have it; null where the logs are not of one cluster. */
function merged(
  group: readonly ReadCurve[],
  refused: CalibrationRemark[],
  warnings: CalibrationRemark[],
): readonly Point[] | null {
  const [only] = group;
  if (group.length === 1 && only !== undefined) return only.points;
  const bySize = new Map<number, number[]>();
  for (const { points } of group) {
    for (const { bytes, timeS } of points) bySize.set(bytes, [...(bySize.get(bytes) ?? []), timeS]);
  }
  const repeated = [...bySize.values()].filter((times) => times.length > 1);
  const spread = repeated.map((times) => Math.max(...times) / Math.min(...times)).toSorted((a, b) => a - b);
  const median = spread[Math.floor(spread.length / 2)] ?? 1;
  const runs = `${group.length} runs of ${only?.op} on ${only?.ranks} ranks differ by a factor of ${median.toFixed(2)}`;
  const source = namesOf(group);
  if (median > FOREIGN) {
    refused.push({ source, message: `${runs}: a profile is of one cluster in one state` });
    return null;
  }
  if (median > REPEATABLE) warnings.push({ source, message: `${runs}: their mean is used, so leave out the sick one` });
  return [...bySize].map(([bytes, times]) => ({
    bytes,
    timeS: Math.exp(times.reduce((sum, time) => sum + Math.log(time), 0) / times.length),
  }));
}
