import type { Group } from '../collectives/types.ts';
import type { Layout } from '../spec/plan.ts';

/**
 * Process groups of a layout on packed GPUs, innermost first: tensor, context, data, pipeline (Megatron-LM's default rank
 * order tp-cp-ep-dp-pp). Experts fold over tensor x context x data (Liu et al. 2025, arXiv 2504.14960, "parallel folding").
 */
export interface Groups {
  readonly tensor: Group;
  readonly context: Group;
  /** Ranks that hold copies of the same dense weights: data x context. */
  readonly data: Group;
  readonly pipeline: Group;
  readonly expertTensor: Group;
  readonly expert: Group;
  /** Ranks that hold copies of the same experts. */
  readonly expertData: Group;
}

export function groups(layout: Layout): Groups {
  const { tensor, context, data, pipeline, expert, expertTensor } = layout;
  const perStage = tensor * context * data;
  return {
    tensor: { ranks: tensor, stride: 1 },
    context: { ranks: context, stride: tensor },
    data: { ranks: context * data, stride: tensor },
    pipeline: { ranks: pipeline, stride: perStage },
    expertTensor: { ranks: expertTensor, stride: 1 },
    expert: { ranks: expert, stride: expertTensor },
    expertData: { ranks: Math.max(1, perStage / (expert * expertTensor)), stride: expert * expertTensor },
  };
}
