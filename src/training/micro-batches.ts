import type { Layout } from '../spec/plan.ts';
import type { TrainingContext } from './context.ts';

/** Micro-batches per step and pipeline. */
export const microBatches = (context: TrainingContext, layout: Layout): number =>
  Math.max(1, context.workload.globalBatch / (layout.microBatch * layout.data));
