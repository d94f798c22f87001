import type { MixtureOfExperts } from '../../catalog/types.ts';
import { matmulTimeS } from '../../compute/matmul.ts';
import { activationTraffic, biasTraffic, routedBiasTraffic } from '../../model/elementwise.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import { microBatches } from '../micro-batches.ts';
import { scheduleOf } from '../schedules/registry.ts';
import type { LayerMeter } from './meter.ts';

/** Bytes of a 16-bit element, and of an 8-bit one with an fp32 scale for each 128. */
const BYTES = 2;
const FP8_BYTES = 1 + 4 / 128;

/** A dense feed-forward network of the given width, split over the tensor ranks. */
export function denseFeedForward(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  t: Tokens,
  width: number,
): void {
  const a = context.workload.model;
  const inner = width / layout.tensor;
  meter.linear('mlp', 'fc1', t.rows, a.hidden, (a.gated ? 2 : 1) * inner);
  meter.stream('act', activationTraffic(a.gated, inner), t.rows);
  meter.linear('mlp', 'fc2', t.rows, inner, a.hidden);
}

/** Whether the exchange sends a token once to each domain or rank, not once for each chosen expert. */
const mergesCopies = ({ dispatcher }: MixtureOfExperts): boolean =>
  dispatcher === 'deepep' || dispatcher === 'hybridep';

/** Router, exchange of tokens, routed and shared experts. */
export function moeFeedForward(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  t: Tokens,
): void {
  const a = context.workload.model;
  const moe = a.moe;
  if (moe === null) return;
  meter.forward(
    'moe',
    matmulTimeS(context.device, 'bf16', t.ownRows, moe.experts, a.hidden) + context.constants.moeHostS,
  );
  meter.inputGradS +=
    (context.adapters === null ? 2 : 1) * matmulTimeS(context.device, 'bf16', t.ownRows, a.hidden, moe.experts) +
    context.constants.moeHostS;
  // Gather into expert order and back, before and after the exchange: each reads and writes every routed row. Kernels that
  // send a token once need no copies before it.
  const rowBytes = 4 * BYTES * a.hidden * context.constants.expertRowPasses;
  const permute = { forward: rowBytes, backward: rowBytes };
  if (!mergesCopies(moe)) meter.stream('moe', permute, t.ownRows * moe.topK);
  meter.stream('moe', permute, t.expertRows);
  const localExperts = moe.experts / layout.expert;
  const inner = moe.ffn / layout.expertTensor;
  meter.linear('moe', 'fc1', t.expertRows, a.hidden, (a.gated ? 2 : 1) * inner, localExperts);
  meter.stream('moe_act', activationTraffic(a.gated, inner), t.expertRows);
  meter.linear('moe', 'fc2', t.expertRows, inner, a.hidden, localExperts);
  if (a.linearBias) {
    meter.stream('moe', biasTraffic((a.gated ? 2 : 1) * inner), t.expertRows);
    meter.stream('moe', routedBiasTraffic(a.hidden), t.expertRows);
  }
  if (moe.sharedExperts > 0) denseFeedForward(meter, context, layout, t, moe.sharedExperts * moe.sharedFfn);

  expertExchanges(meter, context, layout, g, t, moe);
  const gathered = t.expertRows * a.hidden * BYTES;
  for (const pass of ['forward', 'backward']) {
    meter.transfer('expert', `expert-tensor gather, ${pass}`, 'all-gather', g.expertTensor, gathered, 1, 0);
    meter.transfer('expert', `expert-tensor scatter, ${pass}`, 'reduce-scatter', g.expertTensor, gathered, 1, 0);
  }
}

/**
 * Tokens go to their experts and come back, and their gradients do the same in the backward pass. A plain all-to-all sends
 * a copy for each chosen expert; DeepEP and HybridEP send one to each distinct domain or rank and copy it there. What comes
 * back is summed in 16 bits (DeepSeek-V3, arXiv 2412.19437, section 3.3.2).
 */
function expertExchanges(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  t: Tokens,
  moe: MixtureOfExperts,
): void {
  const { collectives, workload } = context;
  const { hidden } = workload.model;
  const tokensPerRank = t.ownRows * (moe.capacityFactor ?? moe.imbalance ?? 1);
  const merged = mergesCopies(moe);
  const overlap =
    workload.overlap.expert * scheduleOf(layout).pairedShare(layout.pipeline, microBatches(context, layout));
  for (const pass of ['forward', 'backward']) {
    for (const direction of ['dispatch', 'combine'] as const) {
      const eightBit = direction === 'dispatch' && moe.dispatchPrecision === 'fp8';
      const bytesPerToken = hidden * (eightBit ? FP8_BYTES : BYTES);
      const bytes = tokensPerRank * moe.topK * bytesPerToken;
      const cost = merged
        ? collectives.exchange(
            {
              direction,
              kernel: 'throughput',
              tokensPerRank,
              bytesPerToken,
              topK: moe.topK,
              experts: moe.experts,
              groups: moe.routerGroups,
              topGroups: moe.routerTopGroups,
            },
            g.expert,
          )
        : collectives.cost('all-to-all', bytes, g.expert);
      const hideable = overlap * cost.timeS;
      meter.costed('expert', `expert ${direction}, ${pass}`, 'all-to-all', g.expert, bytes, 1, hideable, cost);
    }
  }
}
