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
  /** Time of them that runs beside compute, s. */
  readonly hiddenS: number;
}

/** How a transfer splits when up to `hideableS` of it may run beside independent compute. */
export interface Split {
  readonly exposedS: number;
  readonly hiddenS: number;
}

/**
 * What hides still costs: its kernels take multiprocessors and memory bandwidth from the compute above them.
 * @param hideableS how much of it may hide: the smaller of what the software overlaps and of the compute that is there
 * @param interference share of the hidden time that comes back as slower compute
 */
export function split(timeS: number, hideableS: number, interference: number): Split {
  const hiddenS = Math.min(timeS, Math.max(0, hideableS));
  return { exposedS: timeS - hiddenS + interference * hiddenS, hiddenS };
}

/** Compute that transfers may hide under; what one has used is gone for the next. */
export class Window {
  private leftS: number;
  private readonly interference: number;

  constructor(computeS: number, interference: number) {
    this.leftS = Math.max(0, computeS);
    this.interference = interference;
  }

  /** @param share part of the transfer that the software overlaps at all */
  hide(timeS: number, share: number): Split {
    const parts = split(timeS, Math.min(share * timeS, this.leftS), this.interference);
    this.leftS -= parts.hiddenS;
    return parts;
  }
}

/** Time that transfers of a layer already hide in its forward and in its backward pass (recomputation included), s. */
export function hiddenByPass(transfers: readonly Transfer[]): {
  readonly forwardS: number;
  readonly backwardS: number;
} {
  let forwardS = 0;
  let backwardS = 0;
  for (const transfer of transfers) {
    if (transfer.name.endsWith('forward')) forwardS += transfer.hiddenS;
    else backwardS += transfer.hiddenS;
  }
  return { forwardS, backwardS };
}
