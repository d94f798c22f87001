import type { Layout } from '../spec/plan.ts';

/**
 * Micro-batches whose gradients of one chunk add up unsharded before they are reduced, where gradients are sharded (ZeRO-2).
 * Without a pipeline each micro-batch is reduced on its own (DeepSpeed stage 2, PyTorch FSDP). On a pipeline a rank reduces
 * a chunk when it goes on to another: with interleaving after the `pipeline` micro-batches that pass one chunk in a row
 * (Narayanan et al. 2021, section 2.2), with one chunk at the end of the step (PyTorch pipelines under FSDP, Llama 3:
 * arXiv 2407.21783, section 3.3.4, adds up micro-batches in fp32 before it scatters them).
 */
function summedMicroBatches({ pipeline, virtualPipeline }: Layout, microBatches: number): number {
  if (pipeline === 1) return 1;
  return virtualPipeline > 1 ? Math.min(pipeline, microBatches) : microBatches;
}

/** Reductions of every gradient in a step. */
export const reductionsPerStep = (layout: Layout, microBatches: number): number =>
  layout.sharding === 'gradients' ? Math.ceil(microBatches / summedMicroBatches(layout, microBatches)) : 1;

/** Share of a rank's gradients that lies unsharded while they add up: the chunk at work. */
export const unshardedGradients = ({ pipeline, virtualPipeline }: Layout): number =>
  pipeline === 1 ? 0 : 1 / virtualPipeline;
