import type { ModelConstant } from './types.ts';

/** What a model constant may be, both ends included. */
export interface ConstantRange {
  readonly least: number;
  readonly most: number;
  /** Only whole numbers. */
  readonly whole?: true;
}

/** Smallest share of a rate that is meant as one: below it a rate is absent, and times leave the range of a plan. */
const LEAST_SHARE = 0.001;

/**
 * Physical range of a constant by its unit. A constant whose range differs (a share that may be zero, a ratio with an end
 * of its own) states it in its file: `range: [0, 1]`.
 */
const UNIT_RANGES: Readonly<Record<string, ConstantRange>> = {
  /** Of a rate that hardware can at most reach; times are divided by it. */
  fraction: { least: LEAST_SHARE, most: 1 },
  fraction_of_rating: { least: 0, most: 1 },
  fraction_per_year: { least: 0, most: 1 },
  /** Real time or work over the ideal. */
  ratio: { least: 1, most: 1000 },
  flag: { least: 0, most: 1, whole: true },
  /** A latency inside a step: nothing that a machine waits for takes longer. */
  s: { least: 0, most: 0.1 },
  /** At most the speed of light. */
  's/m': { least: 3.33e-9, most: 1e-7 },
  m: { least: 0, most: 2000 },
  'bytes/s': { least: 1e6, most: 1e16 },
  'B/s': { least: 1e6, most: 1e16 },
  bytes: { least: 1, most: 1e12 },
  B: { least: 0, most: 1e12 },
  count: { least: 1, most: 1e6, whole: true },
  GPU: { least: 1, most: 1e9, whole: true },
  GPUs: { least: 1, most: 1e9, whole: true },
  flows: { least: 1, most: 1e6, whole: true },
  channels: { least: 0, most: 1000, whole: true },
  elements: { least: 0, most: 1e6 },
  steps: { least: 0, most: 1000 },
  passes: { least: 0, most: 1000 },
  W: { least: 0, most: 1e6 },
  'pJ/bit': { least: 0, most: 1e6 },
  years: { least: 1, most: 100 },
  'USD/kWh': { least: 0, most: 1000 },
  'USD/(kW*month)': { least: 0, most: 1e6 },
};

/** Units that a constant may have. */
export const CONSTANT_UNITS: readonly string[] = Object.keys(UNIT_RANGES);

/** Range of a constant: its own, or that of its unit. Throws for a unit without a range, which the schema refuses. */
export function rangeOf({ id, unit, range }: Pick<ModelConstant, 'id' | 'unit' | 'range'>): ConstantRange {
  const found = range === undefined ? UNIT_RANGES[unit] : { ...UNIT_RANGES[unit], least: range[0], most: range[1] };
  if (found === undefined) throw new Error(`constant ${id} has the unit ${unit}, which has no range`);
  return found;
}

/** Completes "must be"; null for a value in its range. */
export function outsideRange(value: number, { least, most, whole }: ConstantRange): string | null {
  if (value >= least && value <= most && (whole !== true || Number.isInteger(value))) return null;
  return `${whole === true ? 'a whole number ' : ''}from ${least} to ${most}`;
}
