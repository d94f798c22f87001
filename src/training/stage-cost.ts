import type { Layout } from '../spec/plan.ts';
import type { Dimension } from './communication.ts';
import type { TrainingContext } from './context.ts';
import { embeddingCost, headCost } from './ends-cost.ts';
import type { Groups } from './groups.ts';
import { type LayerCost, layerCost } from './layer/layer-cost.ts';
import { activationsOf } from './memory.ts';
import { microBatches } from './micro-batches.ts';
import { offloaded } from './offload.ts';
import { once } from './once.ts';
import { scheduleOf } from './schedules/registry.ts';
import type { StageContent, StageContents } from './stages.ts';

/** Time of one micro-batch on one pipeline rank, s; of a rank with a stage of either direction, the mean of the two. */
export interface StageCost {
  forwardS: number;
  inputGradS: number;
  weightGradS: number;
  recomputeS: number;
  /** Exposed communication inside the stage, by the dimension that causes it. */
  readonly exposedS: Record<Dimension, number>;
  /** The part of it that lies in the forward pass. */
  exposedForwardS: number;
  /** Communication inside the stage that already runs beside its compute. */
  hiddenForwardS: number;
  hiddenBackwardS: number;
  /** Waiting for activations on their way to the host and back, in both passes. */
  offloadS: number;
  /** Everything above, summed. */
  totalS: number;
}

export interface StageCosts {
  readonly stages: readonly StageCost[];
  /** One layer of each kind. */
  readonly layers: readonly LayerCost[];
  readonly head: LayerCost;
}

function add(stage: StageCost, part: LayerCost, count: number, recomputed: number): void {
  stage.forwardS += part.forwardS * count;
  stage.inputGradS += part.inputGradS * count;
  stage.weightGradS += part.weightGradS * count;
  stage.recomputeS += part.recomputeS * recomputed;
  for (const transfer of part.transfers) {
    const times = transfer.name.endsWith('recomputation') ? recomputed : count;
    stage.exposedS[transfer.dimension] += transfer.exposedS * times;
    if (transfer.name.endsWith('forward')) {
      stage.exposedForwardS += transfer.exposedS * times;
      stage.hiddenForwardS += transfer.hiddenS * times;
    } else stage.hiddenBackwardS += transfer.hiddenS * times;
  }
}

/**
 * Activations leave for the host beside the forward pass and come back beside the backward pass, on copy engines that take
 * nothing from it; what takes longer than the pass is waited for (Rhu et al. 2016, vDNN, arXiv 1602.08124).
 */
function offloadWaitS(context: TrainingContext, layout: Layout, content: StageContent, stage: StageCost): number {
  if (layout.offloadLayers === 0) return 0;
  const { directions } = scheduleOf(layout);
  const { bytes } = offloaded(content, activationsOf(context, layout), directions * layout.offloadLayers);
  const copyS = bytes / directions / context.device.hostLinkBytesPerS;
  const backwardS = stage.inputGradS + stage.weightGradS + stage.recomputeS;
  return Math.max(0, copyS - stage.forwardS) + Math.max(0, copyS - backwardS);
}

interface PartCosts {
  readonly layers: readonly LayerCost[];
  readonly head: LayerCost;
  readonly embedding: LayerCost;
}

const partsOnce = once<TrainingContext, PartCosts>();

/** Parts cost the same in every layout that splits a layer alike, however stages and copies are cut. */
function partCosts(context: TrainingContext, layout: Layout, g: Groups): PartCosts {
  const { tensor, pipeline, context: ctx, expert, expertTensor, microBatch, sequenceParallel } = layout;
  const paired = scheduleOf(layout).pairedShare(pipeline, microBatches(context, layout));
  const split = `${tensor} ${ctx} ${expert} ${expertTensor} ${microBatch} ${sequenceParallel}`;
  return partsOnce(context, `${split} ${paired} ${layout.recompute} ${layout.recomputeModules}`, () => ({
    layers: context.kinds.map((kind) => layerCost(context, layout, g, kind)),
    head: headCost(context, layout, g),
    embedding: embeddingCost(context, layout),
  }));
}

/** Costs every stage: its layers by kind, the input table on the first, the output layer and loss on the last. */
export function stageCosts(context: TrainingContext, layout: Layout, g: Groups, contents: StageContents): StageCosts {
  const { directions } = scheduleOf(layout);
  const { layers, head, embedding } = partCosts(context, layout, g);
  const stages = contents.map((content) => {
    const stage: StageCost = {
      forwardS: 0,
      inputGradS: 0,
      weightGradS: 0,
      recomputeS: 0,
      exposedS: { tensor: 0, context: 0, expert: 0, pipeline: 0, data: 0 },
      exposedForwardS: 0,
      hiddenForwardS: 0,
      hiddenBackwardS: 0,
      offloadS: 0,
      totalS: 0,
    };
    let layersLeft = directions * (layout.recomputeLayers ?? Number.POSITIVE_INFINITY);
    content.layers.forEach((count, kind) => {
      const layer = layers[kind];
      if (layer === undefined) return;
      const recomputed = Math.min(count, layersLeft);
      layersLeft -= recomputed;
      add(stage, layer, count / directions, recomputed / directions);
    });
    if (content.embedding) add(stage, embedding, 1 / directions, 0);
    if (content.head) add(stage, head, 1 / directions, 0);
    const { tensor, context: ctx, expert } = stage.exposedS;
    stage.offloadS = offloadWaitS(context, layout, content, stage);
    const computeS = stage.forwardS + stage.inputGradS + stage.weightGradS + stage.recomputeS;
    stage.totalS = computeS + tensor + ctx + expert + stage.offloadS;
    return stage;
  });
  return { stages, layers, head };
}
