import { matmulTimeS, streamTimeS } from '../compute/matmul.ts';
import { lossTraffic, normTraffic } from '../model/elementwise.ts';
import { tokens } from '../model/tokens.ts';
import type { Layout } from '../spec/plan.ts';
import type { Transfer } from './communication.ts';
import type { TrainingContext } from './context.ts';
import type { Groups } from './groups.ts';
import { type LayerCost, layerCost } from './layer/layer-cost.ts';

const BYTES = 2;

/** What the first stage does beside its layers: look tokens up, scatter gradients into the table. */
export function embeddingCost(context: TrainingContext, layout: Layout): LayerCost {
  const a = context.workload.model;
  const t = tokens(context.workload, layout);
  const moved = 2 * BYTES * a.hidden * t.ownRows;
  const slow = context.constants.computeSlowdown;
  return {
    forwardS: slow * streamTimeS(context.device, moved),
    inputGradS: 0,
    weightGradS: context.adapters !== null ? 0 : slow * streamTimeS(context.device, moved + 4 * a.hidden * t.ownRows),
    recomputeS: 0,
    transfers: [],
  };
}

/**
 * What the last stage does beside its layers, once per micro-batch: final norm, output layer over the vocabulary slice and
 * loss; a multi-token-prediction layer adds a projection, a whole layer and the output layer again (DeepSeek-V3, section 2.2).
 */
export function headCost(context: TrainingContext, layout: Layout, g: Groups): LayerCost {
  const { device, workload } = context;
  const frozen = context.adapters !== null;
  const a = workload.model;
  const t = tokens(workload, layout);
  const slice = a.vocab / layout.tensor;
  const depth = 1 + a.mtpLayers;
  const norm = normTraffic(a);
  let forwardS = streamTimeS(device, norm.forward * t.ownRows);
  let inputGradS = streamTimeS(device, norm.backward * t.ownRows);
  forwardS +=
    depth *
    (matmulTimeS(device, 'bf16', t.rows, slice, a.hidden) + streamTimeS(device, lossTraffic.forward * t.rows * slice));
  inputGradS +=
    depth *
    (matmulTimeS(device, 'bf16', t.rows, a.hidden, slice) + streamTimeS(device, lossTraffic.backward * t.rows * slice));
  let weightGradS = frozen ? 0 : depth * matmulTimeS(device, 'bf16', a.hidden, slice, t.rows, 1, 8);
  let transfers: readonly Transfer[] = [];
  const slow = context.constants.computeSlowdown;
  if (a.mtpLayers > 0) {
    const kind = context.kinds[context.ofLayer[context.ofLayer.length - 1] ?? 0];
    if (kind !== undefined) {
      const layer = layerCost(context, layout, g, kind);
      const projection = matmulTimeS(device, 'bf16', t.rows, a.hidden / layout.tensor, 2 * a.hidden);
      forwardS += a.mtpLayers * (layer.forwardS / slow + projection);
      inputGradS += a.mtpLayers * (layer.inputGradS / slow + projection);
      weightGradS += a.mtpLayers * (layer.weightGradS / slow + (frozen ? 0 : projection));
      transfers = layer.transfers;
    }
  }
  return {
    forwardS: forwardS * slow,
    inputGradS: inputGradS * slow,
    weightGradS: weightGradS * slow,
    recomputeS: 0,
    transfers,
  };
}
