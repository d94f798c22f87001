import type { Point } from './calibration.ts';

/** A tenth of the fastest small message of any published nccl-tests log, 14 us (rccl-tests on one node of MI300X). */
const SHORTEST_S = 1e-6;

/** A measured curve may fall where the library changes its algorithm too late, but not to less than half. */
const DEEPEST_FALL = 2;

/**
 * Least time that a message can take on any network: each rank reads or writes what is not its own, (n - 1) / n of the
 * size as nccl-tests counts it, once in its own memory. s
 */
export const leastTimeS = (bytes: number, ranks: number, memoryBytesPerS: number): number =>
  Math.max(SHORTEST_S, (bytes * (ranks - 1)) / ranks / memoryBytesPerS);

/**
 * The first point, by size, that is over in less than half the time of a smaller one, and that smaller one; undefined
 * where there is none.
 */
export function contradiction<P extends Point>(
  points: readonly P[],
): { readonly point: P; readonly smaller: P } | undefined {
  let slowest: P | undefined;
  for (const point of points.toSorted((a, b) => a.bytes - b.bytes)) {
    if (slowest !== undefined && point.timeS * DEEPEST_FALL < slowest.timeS) return { point, smaller: slowest };
    if (slowest === undefined || point.timeS > slowest.timeS) slowest = point;
  }
  return undefined;
}
