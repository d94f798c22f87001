import type { Plan } from '../spec/plan.ts';
import { parallelSizes } from './search/space.ts';

/** Numbers next to the plan's own for which some split of the job into whole groups exists. */
export interface NearSplits {
  /** Global batches at these GPUs, ascending. */
  readonly globalBatches: readonly number[];
  /** GPUs of the job at this global batch, ascending; whole nodes. */
  readonly gpus: readonly number[];
}

/** Nodes more or less that are tried. */
const NODES_TRIED = 256;

/** What to change where nothing divides the GPUs, heads, layers and batch of a job. */
export function nearSplits(plan: Plan): NearSplits {
  const { globalBatch, gpus } = plan.workload;
  const { gpusPerNode } = plan.cluster;
  const microBatch = plan.layoutHints?.microBatch ?? 1;
  const below = new Set<number>();
  const above = new Set<number>();
  // Every size divides a batch of none: these are all splits of the GPUs.
  for (const { data } of parallelSizes(withJob(plan, gpus, 0), false)) {
    const step = data * microBatch;
    const floor = Math.floor(globalBatch / step) * step;
    if (floor > 0) below.add(floor);
    above.add(floor + step);
  }
  const nearest = Array.from({ length: NODES_TRIED }, (_, i) => (i + 1) * gpusPerNode);
  const splits = (count: number): boolean =>
    count > 0 && !(parallelSizes(withJob(plan, count, globalBatch), false).next().done ?? true);
  return {
    globalBatches: [...(below.size > 0 ? [Math.max(...below)] : []), ...(above.size > 0 ? [Math.min(...above)] : [])],
    gpus: [nearest.map((step) => gpus - step), nearest.map((step) => gpus + step)].flatMap((counts) =>
      counts.filter(splits).slice(0, 1),
    ),
  };
}

const withJob = (plan: Plan, gpus: number, globalBatch: number): Plan => ({
  ...plan,
  workload: { ...plan.workload, gpus, globalBatch },
});
