import type { Result } from '../result/schema.ts';
import type { Layout } from '../spec/plan.ts';

/** A layout as the result states it. */
export const planResult = (layout: Layout, chosenBy: Result['plan']['chosen_by']): Result['plan'] => ({
  tensor: layout.tensor,
  pipeline: layout.pipeline,
  virtual_pipeline: layout.virtualPipeline,
  context: layout.context,
  expert: layout.expert,
  expert_tensor: layout.expertTensor,
  data: layout.data,
  micro_batch: layout.microBatch,
  sharding: layout.sharding,
  recompute: layout.recompute,
  schedule: layout.schedule,
  sequence_parallel: layout.sequenceParallel,
  chosen_by: chosenBy,
});
