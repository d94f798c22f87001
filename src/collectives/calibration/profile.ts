import type { CollectiveOp } from '../types.ts';
import { type LogTable, parseLog } from './log.ts';
import { cleanPoints, fitSegments, leaveOneOutError, meanError, type Point, type Segment } from './segments.ts';

/** A measured curve of one operation on one number of ranks. */
export interface ProfileEntry {
  readonly op: CollectiveOp;
  readonly ranks: number;
  readonly segments: readonly Segment[];
  readonly smallestBytes: number;
  readonly largestBytes: number;
  readonly rows: number;
  /** Mean absolute relative error on the rows themselves, and with each inner size left out (null: too few rows). */
  readonly errorFraction: number;
  readonly leaveOneOutErrorFraction: number | null;
  /** Where the rows came from: the name the caller gave to the log. */
  readonly source: string;
}

/** What `calibrate` writes and a spec names with `profile:`. */
export interface Profile {
  readonly formatVersion: '1.0';
  readonly entries: readonly ProfileEntry[];
}

export interface CalibrationRefusal {
  readonly source: string;
  readonly message: string;
}

export interface Calibration {
  readonly profile: Profile;
  /** Logs or tables that give no entry, and why. */
  readonly refused: readonly CalibrationRefusal[];
  /** Mislabelled ranks, rows that do not add up, left-out outliers, noise. */
  readonly warnings: readonly CalibrationRefusal[];
}

export interface NamedLog {
  readonly name: string;
  readonly text: string;
}

const FEWEST_ROWS = 2;
/** A curve that three segments miss by more than this is not a curve: identical operations take different times. */
const JITTERY_FRACTION = 0.08;

/** The rows of a table as points: the faster half of each row; of an all-to-all the out-of-place half. */
function pointsOf(table: LogTable): readonly Point[] {
  return table.rows.map(({ bytes, outOfPlace, inPlace }) => ({
    bytes,
    timeS: table.op === 'all-to-all' ? outOfPlace.timeS : Math.min(outOfPlace.timeS, inPlace.timeS),
  }));
}

/** Fits every table of every log: three segments of alpha + S beta on relative error. */
export function calibrate(logs: readonly NamedLog[]): Calibration {
  const entries: ProfileEntry[] = [];
  const refused: CalibrationRefusal[] = [];
  const warnings: CalibrationRefusal[] = [];
  for (const { name, text } of logs) {
    const { tables } = parseLog(text);
    if (tables.length === 0) refused.push({ source: name, message: 'holds no row of nccl-tests or rccl-tests' });
    for (const table of tables) {
      for (const message of table.warnings) warnings.push({ source: name, message });
      const outcome = entryOf(table, name, warnings);
      if (typeof outcome === 'string') refused.push({ source: name, message: outcome });
      else entries.push(outcome);
    }
  }
  return { profile: { formatVersion: '1.0', entries }, refused, warnings };
}

function entryOf(table: LogTable, source: string, warnings: CalibrationRefusal[]): ProfileEntry | string {
  const { op, ranks } = table;
  if (op === null) return 'the operation is neither named nor decided by the rows';
  if (ranks === null) return 'the number of ranks is neither stated nor decided by busbw / algbw';
  const points = pointsOf(table).filter(({ bytes }) => bytes > 0);
  const entry = entryFromPoints(op, ranks, points, source);
  if (entry === null) return 'has fewer than two usable rows';
  const dropped = points.length - entry.rows;
  if (dropped > 0) {
    const message = `left out ${dropped} of ${points.length} rows: more than twice as slow as both neighbours`;
    warnings.push({ source, message });
  }
  if (entry.errorFraction > JITTERY_FRACTION) {
    const share = (100 * entry.errorFraction).toFixed(0);
    warnings.push({ source, message: `times scatter by ${share} % around the best curve: a noisy or sick fabric` });
  }
  return entry;
}

/**
 * An entry from measured sizes and times, as a log or a spec's `measured:` list has them. Two sizes fix one alpha and one
 * beta. null with fewer than two usable points.
 */
export function entryFromPoints(
  op: CollectiveOp,
  ranks: number,
  points: readonly Point[],
  source: string,
): ProfileEntry | null {
  const clean = cleanPoints(points);
  const [first] = clean;
  const last = clean.at(-1);
  if (first === undefined || last === undefined || clean.length < FEWEST_ROWS) return null;
  const segments = fitSegments(clean);
  return {
    op,
    ranks,
    segments,
    smallestBytes: first.bytes,
    largestBytes: last.bytes,
    rows: clean.length,
    errorFraction: meanError(segments, clean),
    leaveOneOutErrorFraction: leaveOneOutError(clean),
    source,
  };
}
