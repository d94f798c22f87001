import { normTraffic, residualTraffic } from '../../model/elementwise.ts';
import type { LayerKind } from '../../model/layers.ts';
import { tokens } from '../../model/tokens.ts';
import type { Layout } from '../../spec/plan.ts';
import { split, type Transfer } from '../communication.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import { attention } from './attention.ts';
import { contextExchange } from './context-exchange.ts';
import { denseFeedForward, moeFeedForward } from './feed-forward.ts';
import { LayerMeter } from './meter.ts';
import { MODULE_PARTS, modulesOf, repeated } from './recomputation.ts';
import { tensorExchanges } from './tensor-exchange.ts';

/** Time of one layer for one micro-batch on one GPU, s. */
export interface LayerCost {
  readonly forwardS: number;
  /** Backward with respect to activations, and with respect to weights. */
  readonly inputGradS: number;
  readonly weightGradS: number;
  /** Forward work done again in the backward pass. */
  readonly recomputeS: number;
  readonly transfers: readonly Transfer[];
}

/**
 * Exchanges of experts hide under the compute of another micro-batch of the same layer, forward and backward together, and
 * share it with what hides there already.
 */
function withinCompute(transfers: readonly Transfer[], computeS: number, interference: number): readonly Transfer[] {
  if (!transfers.some(({ dimension, hiddenS }) => dimension === 'expert' && hiddenS > 0)) return transfers;
  let leftS = computeS;
  for (const { dimension, hiddenS } of transfers) if (dimension !== 'expert') leftS -= hiddenS;
  return transfers.map((transfer) => {
    if (transfer.dimension !== 'expert') return transfer;
    const parts = split(transfer.cost.timeS * transfer.count, Math.min(transfer.hiddenS, leftS), interference);
    leftS -= parts.hiddenS;
    return { ...transfer, ...parts };
  });
}

/** Costs one layer of a kind under a layout. */
export function layerCost(context: TrainingContext, layout: Layout, g: Groups, kind: LayerKind): LayerCost {
  const { workload, constants } = context;
  const a = workload.model;
  const meter = new LayerMeter(context);
  const t = tokens(workload, layout);
  attention(meter, context, layout, kind, t);
  meter.stream('layernorm', normTraffic(a), t.ownRows);
  const moe = kind.moe ? a.moe : null;
  if (moe === null) denseFeedForward(meter, context, layout, t, a.ffn);
  else moeFeedForward(meter, context, layout, g, t);
  meter.stream('residual', residualTraffic(a, context.dropout), t.ownRows);

  const pairs = workload.parallelBlock ? 1 : moe === null || moe.sharedExperts > 0 ? 2 : 1;
  tensorExchanges(meter, context, layout, g, pairs, t);
  contextExchange(meter, context, layout, g, kind);

  const parts = meter.forwardByPart;
  let forwardS = 0;
  for (const part in parts) forwardS += parts[part] ?? 0;
  let recomputeS = 0;
  let transfers: readonly Transfer[] = meter.transfers;
  if (layout.recompute === 'full') {
    recomputeS = forwardS;
    transfers = [...transfers, ...repeated(transfers)];
  } else if (layout.recompute === 'selective') {
    for (const module of modulesOf(layout)) {
      for (const part of MODULE_PARTS[module] ?? []) recomputeS += parts[part] ?? 0;
    }
    if (modulesOf(layout).includes('moe'))
      transfers = [...transfers, ...repeated(transfers).filter((x) => x.dimension === 'expert')];
  }
  const slow = constants.computeSlowdown;
  const backwardS = meter.inputGradS + meter.weightGradS;
  transfers = withinCompute(transfers, (forwardS + recomputeS + backwardS) * slow, constants.interference);
  // A host that issues kernels more slowly than the GPU runs them sets the pace.
  const hostForward = Math.max(1, constants.hostForwardS / (forwardS * slow));
  const hostBackward = Math.max(1, constants.hostBackwardS / (backwardS * slow));
  return {
    forwardS: forwardS * slow * hostForward,
    inputGradS: meter.inputGradS * slow * hostBackward,
    weightGradS: meter.weightGradS * slow * hostBackward,
    recomputeS: recomputeS * slow * hostForward,
    transfers,
  };
}
