import type { CollectiveOp } from '../collectives/types.ts';

/**
 * Bus bandwidth over algorithm bandwidth for n ranks: what makes the number comparable with a link's rate.
 * NVIDIA nccl-tests, doc/PERFORMANCE.md.
 */
const busFactor: Readonly<Record<CollectiveOp, (ranks: number) => number>> = {
  'all-reduce': (n) => (2 * (n - 1)) / n,
  'reduce-scatter': (n) => (n - 1) / n,
  'all-gather': (n) => (n - 1) / n,
  'all-to-all': (n) => (n - 1) / n,
  broadcast: () => 1,
  reduce: () => 1,
  'send-recv': () => 1,
};

export const collectiveOps = Object.keys(busFactor) as readonly CollectiveOp[];

/** Both bandwidths of one operation, bytes/s. */
export function collectiveBandwidth(op: CollectiveOp, ranks: number, bytes: number, timeS: number) {
  const algbw = bytes / timeS;
  return { algbw, busbw: algbw * busFactor[op](ranks) };
}
