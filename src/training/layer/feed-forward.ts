import { matmulTimeS } from '../../compute/matmul.ts';
import { activationTraffic } from '../../model/elementwise.ts';
import { tokenCopies } from '../../model/token-copies.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import { microBatches } from '../micro-batches.ts';
import { scheduleOf } from '../schedules/registry.ts';
import type { LayerMeter } from './meter.ts';

/** Bytes of a 16-bit element. */
const BYTES = 2;

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
  const routedRows = t.ownRows * moe.topK;
  meter.forward(
    'moe',
    matmulTimeS(context.device, 'bf16', t.ownRows, moe.experts, a.hidden) + context.constants.moeHostS,
  );
  meter.inputGradS +=
    (context.adapters === null ? 2 : 1) * matmulTimeS(context.device, 'bf16', t.ownRows, a.hidden, moe.experts) +
    context.constants.moeHostS;
  // Gather into expert order and back, before and after the exchange: each reads and writes every routed row.
  const permute = { forward: 4 * BYTES * a.hidden, backward: 4 * BYTES * a.hidden };
  meter.stream('moe', permute, routedRows);
  meter.stream('moe', permute, t.expertRows);
  const localExperts = moe.experts / layout.expert;
  const inner = moe.ffn / layout.expertTensor;
  meter.linear('moe', 'fc1', t.expertRows, a.hidden, (a.gated ? 2 : 1) * inner, localExperts);
  meter.stream('moe_act', activationTraffic(a.gated, inner), t.expertRows);
  meter.linear('moe', 'fc2', t.expertRows, inner, a.hidden, localExperts);
  if (moe.sharedExperts > 0) denseFeedForward(meter, context, layout, t, moe.sharedExperts * moe.sharedFfn);

  const paired = scheduleOf(layout).pairedShare(layout.pipeline, microBatches(context, layout));
  const overlap = context.workload.overlap.expert * paired;
  const load = moe.capacityFactor ?? moe.imbalance ?? 1;
  const copies = tokenCopies(moe, g.expert, context.plan.cluster.gpusPerDomain);
  const bytes = t.ownRows * copies * a.hidden * BYTES * load;
  const exchange = (name: string, count: number): void => {
    const cost = context.collectives.cost('all-to-all', bytes, g.expert);
    meter.transfer('expert', name, 'all-to-all', g.expert, bytes, count, overlap * cost.timeS * count);
  };
  exchange('expert dispatch and combine, forward', 2);
  exchange('expert dispatch and combine, backward', 2);
  const gathered = t.expertRows * a.hidden * BYTES;
  for (const pass of ['forward', 'backward']) {
    meter.transfer('expert', `expert-tensor gather, ${pass}`, 'all-gather', g.expertTensor, gathered, 1, 0);
    meter.transfer('expert', `expert-tensor scatter, ${pass}`, 'reduce-scatter', g.expertTensor, gathered, 1, 0);
  }
}
