import type { CollectiveCost, CollectiveOp, Group } from '../collectives/types.ts';

/** The parallel dimension that causes a transfer; exposed time is attributed to it. */
export type Dimension = 'tensor' | 'context' | 'expert' | 'pipeline' | 'data';

/** One kind of collective that a layer, a micro-batch or a step issues. */
export interface Transfer {
  readonly dimension: Dimension;
  readonly name: string;
  readonly op: CollectiveOp;
  readonly group: Group;
  /** Size of one operation as nccl-tests counts it. */
  readonly bytes: number;
  /** Operations per occurrence of the owner (layer and micro-batch, or step). */
  readonly count: number;
  readonly cost: CollectiveCost;
  /** Time of all `count` operations that the GPU waits for, s. */
  readonly exposedS: number;
}

/**
 * Exposed part of a transfer that may run beside independent compute, s. What hides still costs: its kernels take
 * multiprocessors and memory bandwidth from the compute above them.
 * @param hideableS how much of it may hide: the smaller of what the software overlaps and of the compute that is there
 * @param interference share of the hidden time that comes back as slower compute
 */
export function exposedTimeS(timeS: number, hideableS: number, interference: number): number {
  const hiddenS = Math.min(timeS, Math.max(0, hideableS));
  return timeS - hiddenS + interference * hiddenS;
}
