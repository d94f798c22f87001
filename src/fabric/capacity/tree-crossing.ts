import type { Crossing, Groups } from './groups.ts';
import { sendsOf } from './sends.ts';

/** Positions up to which edges are counted one by one. */
export const MOST_COUNTED = 2 ** 13;

/** What leaves each block when groups run double binary trees: every edge that two blocks share, in both directions. */
export function treeCrossing({ members, stride }: Groups, block: number, end: number): Crossing {
  const sends = sendsOf('tree', members);
  const blocks = Math.ceil(end / block);
  const leaving = new Float64Array(blocks);
  let total = 0;
  for (let run = 0; run < end; run += members * stride) {
    for (const [a, b, share] of sends) {
      for (let offset = 0; offset < stride; offset++) {
        const from = Math.floor((run + a * stride + offset) / block);
        if (from === Math.floor((run + b * stride + offset) / block)) continue;
        leaving[from] = (leaving[from] as number) + share;
        total += share;
      }
    }
  }
  return { share: Math.min(1, total / end), worst: leaving.reduce((most, each) => Math.max(most, each), 0), blocks };
}
