import type { CollectiveModel, CollectiveOp, Group } from '../types.ts';
import type { Point } from './segments.ts';

/** How a measured curve stands against what such a machine should reach. */
export interface Health {
  /** Median of measured over modelled time of large messages; null where none is large enough to tell. */
  readonly slowdown: number | null;
  /** slow: something on the way holds back large messages; fast: the described machine is not the measured one. */
  readonly verdict: 'as expected' | 'slow' | 'fast' | 'unknown';
}

/** From here on bandwidth decides, and sites of one kind agree within some ten percent. */
export const LARGE_BYTES = 64 * 2 ** 20;
/** Two healthy sites of the same hardware differ by up to 13 % (collectives reference, section 4.4). */
const TOLERANCE = 1.2;

/** Whether measured over modelled time is within what healthy sites differ by. */
export const isAsExpected = (slowdown: number): boolean => slowdown <= TOLERANCE && slowdown >= 1 / TOLERANCE;

/** Compares large messages of a measured curve with the uncalibrated model of the machine it is said to come from. */
export function healthOf(points: readonly Point[], op: CollectiveOp, group: Group, model: CollectiveModel): Health {
  const ratios = points
    .filter(({ bytes }) => bytes >= LARGE_BYTES)
    .map(({ bytes, timeS }) => timeS / model.cost(op, bytes, group).timeS)
    .toSorted((a, b) => a - b);
  const slowdown = ratios[Math.floor(ratios.length / 2)];
  if (slowdown === undefined) return { slowdown: null, verdict: 'unknown' };
  const verdict = isAsExpected(slowdown) ? 'as expected' : slowdown > 1 ? 'slow' : 'fast';
  return { slowdown, verdict };
}
