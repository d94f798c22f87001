import type { CollectiveOp } from './types.ts';

/** One level of a hierarchy: how many members (or parts) meet on it, and its link. */
export interface Level {
  readonly members: number;
  /** Latency of one step, s, and seconds per byte. */
  readonly alphaS: number;
  readonly betaS: number;
}

/** Passes over every level: an all-reduce scatters on the way out and gathers on the way back. */
export const levelPasses = (op: CollectiveOp): number => (op === 'all-reduce' ? 2 : 1);

/**
 * Time in seconds with a ring on every level, one level after the other, innermost first: each level moves what the levels
 * inside it have left, S / (members inside). Gathers and scatters do each level once.
 */
export function levelsS(op: CollectiveOp, bytes: number, levels: readonly Level[]): number {
  let left = bytes;
  let time = 0;
  for (const { members, alphaS, betaS } of levels) {
    time += levelPasses(op) * ((members - 1) * alphaS + ((members - 1) / members) * left * betaS);
    left /= members;
  }
  return time;
}
