import type { CollectiveOp } from '../types.ts';
import { ELEMENT_BYTES, type LogRow } from './row.ts';

/** Printed bandwidths are rounded to 0.01 GB/s. */
const HALF_UNIT = 0.005e9;
/** Smaller rows print too few digits for a ratio. */
const RATIO_FROM_BYTES = 2 ** 20;
/** Slack of the floating-point map from ratio to ranks. */
const ROUNDING = 1e-6;
/** Share of the rows that must agree on the element quotient: transcribed logs have lost digits. */
const COUNT_SHARE = 0.9;
/** An interval this narrow holds few candidates, of which a power of two is the likely one. */
const NARROW = 1.1;

export interface RankEvidence {
  /** Ranks that every row agrees with; null where nothing decides. */
  readonly ranks: number | null;
  /** Interval of rank counts that the ratio of bus to algorithm bandwidth allows; null where no row is large enough. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** size / (count * element size), where rows agree on one integer. */
  readonly quotient: number | null;
  /** bus over algorithm bandwidth, middle of the interval. */
  readonly ratio: number | null;
}

/** Interval of busbw / algbw over all large rows and both halves; rounding of the print is the only error allowed for. */
export function ratioInterval(rows: readonly LogRow[]): { low: number; high: number } | null {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let used = 0;
  for (const row of rows) {
    if (row.bytes < RATIO_FROM_BYTES) continue;
    for (const half of [row.outOfPlace, row.inPlace]) {
      if (half.algorithmBytesPerS <= HALF_UNIT) continue;
      low = Math.max(low, (half.busBytesPerS - HALF_UNIT) / (half.algorithmBytesPerS + HALF_UNIT));
      high = Math.min(high, (half.busBytesPerS + HALF_UNIT) / (half.algorithmBytesPerS - HALF_UNIT));
      used++;
    }
  }
  return used === 0 || low > high ? null : { low, high };
}

function quotientOf(rows: readonly LogRow[]): number | null {
  const votes = new Map<number, number>();
  let counted = 0;
  for (const row of rows) {
    const elementBytes = ELEMENT_BYTES[row.type];
    if (elementBytes === undefined || row.count === 0 || row.bytes === 0) continue;
    const quotient = row.bytes / (row.count * elementBytes);
    counted++;
    if (Number.isInteger(quotient)) votes.set(quotient, (votes.get(quotient) ?? 0) + 1);
  }
  for (const [quotient, count] of votes) if (count >= COUNT_SHARE * counted) return quotient;
  return null;
}

/** Ranks from r = busbw / algbw: all-reduce r = 2 (n - 1) / n; gathers, scatters and all-to-all r = (n - 1) / n. */
function ranksFromRatio(op: CollectiveOp, ratio: number): number {
  const whole = op === 'all-reduce' ? 2 : 1;
  return ratio >= whole ? Number.POSITIVE_INFINITY : whole / (whole - ratio);
}

/** Whether bus and algorithm bandwidth of this operation differ at all. */
function hasRatio(op: CollectiveOp): boolean {
  return op !== 'broadcast' && op !== 'reduce' && op !== 'send-recv';
}

/**
 * Recovers the number of ranks from the rows alone. The element quotient is exact for gathers, scatters and
 * all-to-all; for all-reduce the ratio decides, preferring multiples of `ranksPerNode`, then a
 * power of two, where it leaves a choice.
 */
export function recoverRanks(rows: readonly LogRow[], op: CollectiveOp, ranksPerNode = 1): RankEvidence {
  const quotient = quotientOf(rows);
  const ratio = ratioInterval(rows);
  const interval =
    ratio === null || !hasRatio(op)
      ? null
      : { low: ranksFromRatio(op, ratio.low), high: ranksFromRatio(op, ratio.high) };
  const middle = ratio === null ? null : (ratio.low + ratio.high) / 2;
  const evidence = { interval, quotient, ratio: middle };
  if (quotient !== null && quotient > 1 && inside(quotient, interval)) return { ...evidence, ranks: quotient };
  if (interval === null || interval.high === Number.POSITIVE_INFINITY) return { ...evidence, ranks: null };
  for (const multiple of [ranksPerNode, 8, 4, 2, 1]) {
    const first = Math.ceil(interval.low / multiple) * multiple;
    const last = Math.floor(interval.high / multiple) * multiple;
    if (multiple > 0 && first === last) return { ...evidence, ranks: first };
  }
  const power = 2 ** Math.ceil(Math.log2(interval.low));
  const narrow = interval.high <= NARROW * interval.low;
  return { ...evidence, ranks: narrow && power <= interval.high ? power : null };
}

/** Whether a number of ranks agrees with an interval; no interval agrees with all. */
export function inside(ranks: number, interval: RankEvidence['interval']): boolean {
  return interval === null || (ranks >= interval.low - ROUNDING && ranks <= interval.high + ROUNDING);
}
