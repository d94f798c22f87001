import type { Point, Segment } from '../../spec/calibration.ts';

export type { Point, Segment };

interface Line {
  readonly alphaS: number;
  readonly betaSPerByte: number;
  /** Sum of squared relative errors. */
  readonly loss: number;
}

/** Three segments are the protocols of the library; more of them fit noise. */
const MOST_SEGMENTS = 3;
const ROWS_PER_SEGMENT = 2;
/** Fewer rows than this carry two segments at most. */
const ROWS_FOR_THREE = 6;
/** A row this many times slower than both neighbours is a warm-up or a hiccup. */
const OUTLIER_FACTOR = 2;

/**
 * Sorted by size; sizes of 0 and rows more than twice as slow as both neighbours are left out. At the upper end, where
 * only a smaller size stands beside, twice as slow means twice its time in proportion to the bytes.
 */
export function cleanPoints(points: readonly Point[]): readonly Point[] {
  const sorted = points.filter(({ bytes, timeS }) => bytes > 0 && timeS > 0).toSorted((a, b) => a.bytes - b.bytes);
  return sorted.filter(({ bytes, timeS }, index) => {
    const [before, after] = [sorted[index - 1], sorted[index + 1]];
    const slower = (point: Point, growth: number): boolean => timeS > OUTLIER_FACTOR * growth * point.timeS;
    if (before === undefined) return after === undefined || !slower(after, 1);
    if (after === undefined) return !slower(before, bytes / before.bytes);
    return !(slower(before, 1) && slower(after, 1));
  });
}

/** Non-negative least squares on relative error: (alpha + bytes beta) / time close to 1. */
function fitLine(points: readonly Point[]): Line {
  let aa = 0;
  let ab = 0;
  let bb = 0;
  let a1 = 0;
  let b1 = 0;
  for (const { bytes, timeS } of points) {
    const a = 1 / timeS;
    const b = bytes / timeS;
    aa += a * a;
    ab += a * b;
    bb += b * b;
    a1 += a;
    b1 += b;
  }
  const determinant = aa * bb - ab * ab;
  let alphaS = determinant > 0 ? (a1 * bb - b1 * ab) / determinant : a1 / aa;
  let betaSPerByte = determinant > 0 ? (b1 * aa - a1 * ab) / determinant : 0;
  if (alphaS < 0) [alphaS, betaSPerByte] = [0, b1 / bb];
  else if (betaSPerByte < 0) [alphaS, betaSPerByte] = [a1 / aa, 0];
  const loss = points.reduce((sum, { bytes, timeS }) => sum + ((alphaS + bytes * betaSPerByte) / timeS - 1) ** 2, 0);
  return { alphaS, betaSPerByte, loss };
}

/**
 * Contiguous segments of alpha + S beta with the least relative error, break points by dynamic programming. Borders lie
 * at the geometric mean of the neighbouring sizes.
 *
 * @param points clean, by size; at least one
 */
export function fitSegments(points: readonly Point[]): readonly Segment[] {
  const wanted = points.length < ROWS_FOR_THREE ? MOST_SEGMENTS - 1 : MOST_SEGMENTS;
  const count = Math.max(1, Math.min(wanted, Math.floor(points.length / ROWS_PER_SEGMENT)));
  // best[k][end]: least loss of the first `end` points in k + 1 segments, and where its last segment starts.
  const best: { loss: number; start: number }[][] = [];
  for (let k = 0; k < count; k++) {
    const row = Array.from({ length: points.length + 1 }, () => ({ loss: Number.POSITIVE_INFINITY, start: 0 }));
    for (let end = ROWS_PER_SEGMENT * (k + 1); end <= points.length; end++) {
      const first = k === 0 ? 0 : ROWS_PER_SEGMENT * k;
      const last = k === 0 ? 0 : end - ROWS_PER_SEGMENT;
      for (let start = first; start <= last; start++) {
        const before = k === 0 ? 0 : (best[k - 1]?.[start]?.loss ?? Number.POSITIVE_INFINITY);
        const loss = before + fitLine(points.slice(start, end)).loss;
        if (loss < (row[end]?.loss ?? 0)) row[end] = { loss, start };
      }
    }
    best.push(row);
  }
  if (points.length < ROWS_PER_SEGMENT) return [segment(points, 0, points.length)];
  const segments: Segment[] = [];
  let end = points.length;
  for (let k = count - 1; k >= 0; k--) {
    const start = best[k]?.[end]?.start ?? 0;
    segments.unshift(segment(points, start, end));
    end = start;
  }
  return segments;
}

function segment(points: readonly Point[], start: number, end: number): Segment {
  const { alphaS, betaSPerByte } = fitLine(points.slice(start, end));
  const previous = points[start - 1]?.bytes;
  const first = points[start]?.bytes ?? 0;
  return { fromBytes: previous === undefined ? 0 : Math.sqrt(previous * first), alphaS, betaSPerByte };
}

/**
 * Time at a size, s: the segment whose range holds it. A measured curve may fall where the library changes its
 * algorithm too late, and that is kept.
 */
export function segmentTimeS(segments: readonly Segment[], bytes: number): number {
  const found = segments.findLast(({ fromBytes }) => bytes >= fromBytes) ?? segments[0];
  return found === undefined ? 0 : found.alphaS + bytes * found.betaSPerByte;
}

/** Mean absolute relative error of segments on points. */
export function meanError(segments: readonly Segment[], points: readonly Point[]): number {
  const sum = points.reduce((s, { bytes, timeS }) => s + Math.abs(segmentTimeS(segments, bytes) / timeS - 1), 0);
  return points.length === 0 ? 0 : sum / points.length;
}

/** Mean error at each inner size when that size is left out of the fit; null with fewer than four rows. */
export function leaveOneOutError(points: readonly Point[]): number | null {
  if (points.length < 4) return null;
  const inner = points.slice(1, -1);
  const errors = inner.map((left) => meanError(fitSegments(points.filter((point) => point !== left)), [left]));
  return errors.reduce((a, b) => a + b, 0) / errors.length;
}
