/** Small statistics for error reports. Every function takes finite numbers; empty input gives null where no value exists. */

/** Linear interpolation between order statistics (the definition spreadsheets and NumPy use). */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] as number;
  const high = sorted[Math.ceil(position)] as number;
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What a list of signed relative errors amounts to. */
export interface ErrorSummary {
  readonly n: number;
  readonly medianAbsolute: number | null;
  readonly meanAbsolute: number | null;
  /** Mean signed error: positive when predictions are too slow. */
  readonly bias: number | null;
  readonly p90Absolute: number | null;
  /** Largest error in magnitude, with its sign. */
  readonly worst: number | null;
}

export function summarizeErrors(errors: readonly number[]): ErrorSummary {
  const absolute = errors.map(Math.abs);
  const worst = errors.reduce<number | null>((w, e) => (w === null || Math.abs(e) > Math.abs(w) ? e : w), null);
  return {
    n: errors.length,
    medianAbsolute: median(absolute),
    meanAbsolute: mean(absolute),
    bias: mean(errors),
    p90Absolute: quantile(absolute, 0.9),
    worst,
  };
}

const RESAMPLES = 2000;

/** Interval of the median over resamples of the values; deterministic. Null: fewer than three values. */
export function bootstrapMedian(values: readonly number[], level: number): readonly [number, number] | null {
  if (values.length < 3) return null;
  let state = 1;
  const draw = (): number => {
    // Park and Miller 1988, minimal standard generator.
    state = (state * 48271) % 2147483647;
    return values[state % values.length] as number;
  };
  const medians = Array.from({ length: RESAMPLES }, () => median(values.map(draw)) as number);
  const tail = (1 - level) / 2;
  return [quantile(medians, tail) as number, quantile(medians, 1 - tail) as number];
}

/** Ranks from 1, ties sharing the mean of their places. */
function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] as number] === values[order[start] as number]) end++;
    for (let place = start; place <= end; place++) ranks[order[place] as number] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

/** Spearman's rank correlation; null when one side has no spread. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  const a = midRanks(x);
  const b = midRanks(y);
  const centre = (x.length + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const da = (a[i] as number) - centre;
    const db = (b[i] as number) - centre;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}
