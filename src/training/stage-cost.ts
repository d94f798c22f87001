import type { Layout } from '../spec/plan.ts';
import type { Dimension } from './communication.ts';
import type { TrainingContext } from './context.ts';
import { embeddingCost, headCost } from './ends-cost.ts';
import type { Groups } from './groups.ts';
import { type LayerCost, layerCost } from './layer/layer-cost.ts';
import type { StageCounts } from './stages.ts';

/** Time of one micro-batch on one stage, s. */
export interface StageCost {
  forwardS: number;
  inputGradS: number;
  weightGradS: number;
  recomputeS: number;
  /** Exposed communication inside the stage, by the dimension that causes it. */
  readonly exposedS: Record<Dimension, number>;
  /** Communication inside the stage that already runs beside its compute. */
  hiddenForwardS: number;
  hiddenBackwardS: number;
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
    if (transfer.name.endsWith('forward')) stage.hiddenForwardS += transfer.hiddenS * times;
    else stage.hiddenBackwardS += transfer.hiddenS * times;
  }
}

/** Costs every stage: its layers by kind, the input table on the first, the output layer and loss on the last. */
export function stageCosts(context: TrainingContext, layout: Layout, g: Groups, counts: StageCounts): StageCosts {
  const layers = context.kinds.map((kind) => layerCost(context, layout, g, kind));
  const head = headCost(context, layout, g);
  const embedding = embeddingCost(context, layout);
  const stages = counts.map((ofKind, index) => {
    const stage: StageCost = {
      forwardS: 0,
      inputGradS: 0,
      weightGradS: 0,
      recomputeS: 0,
      exposedS: { tensor: 0, context: 0, expert: 0, pipeline: 0, data: 0 },
      hiddenForwardS: 0,
      hiddenBackwardS: 0,
      totalS: 0,
    };
    let layersLeft = layout.recomputeLayers ?? Number.POSITIVE_INFINITY;
    ofKind.forEach((count, kind) => {
      const layer = layers[kind];
      if (layer === undefined) return;
      const recomputed = Math.min(count, layersLeft);
      layersLeft -= recomputed;
      add(stage, layer, count, recomputed);
    });
    if (index === 0) add(stage, embedding, 1, 0);
    if (index === counts.length - 1) add(stage, head, 1, 0);
    const { tensor, context: ctx, expert } = stage.exposedS;
    stage.totalS = stage.forwardS + stage.inputGradS + stage.weightGradS + stage.recomputeS + tensor + ctx + expert;
    return stage;
  });
  return { stages, layers, head };
}
