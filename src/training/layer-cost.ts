import type { CollectiveOp, Group } from '../collectives/types.ts';
import type { Device } from '../compute/device.ts';
import { matmulTimeS, streamTimeS } from '../compute/matmul.ts';
import {
  activationTraffic,
  castBytes,
  normTraffic,
  residualTraffic,
  rotaryTraffic,
  scoreTraffic,
  type Traffic,
} from '../model/elementwise.ts';
import { meanKeysSeen } from '../model/flops.ts';
import type { LayerKind } from '../model/layers.ts';
import { keyValueWidth, queryWidth } from '../model/parameters.ts';
import { tokenCopies } from '../model/token-copies.ts';
import { type Tokens, tokens } from '../model/tokens.ts';
import type { Layout } from '../spec/plan.ts';
import { type Dimension, exposedTimeS, type Transfer } from './communication.ts';
import type { TrainingContext } from './context.ts';
import type { Groups } from './groups.ts';

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

const BYTES = 2;

/** Collects the operations of one layer; a `part` names what recomputation can repeat. */
class LayerMeter {
  inputGradS = 0;
  weightGradS = 0;
  readonly forwardByPart: Record<string, number> = {};
  readonly transfers: Transfer[] = [];
  private readonly context: TrainingContext;
  private readonly device: Device;
  private readonly gradientBytes: number;

  constructor(context: TrainingContext) {
    this.context = context;
    this.device = context.device;
    this.gradientBytes = context.workload.gradientBytes === 4 ? 8 : 4;
  }

  forward(part: string, seconds: number): void {
    this.forwardByPart[part] = (this.forwardByPart[part] ?? 0) + seconds;
  }

  /** A linear layer on `rows` tokens: forward, input gradient, weight gradient; `experts` of them grouped or one by one. */
  linear(part: string, rows: number, inputs: number, outputs: number, experts = 1): void {
    const { format, frozen, workload } = this.context;
    const d = this.device;
    const grouped = experts > 1 && workload.groupedGemm;
    const batch = grouped ? experts : 1;
    const repeat = grouped ? 1 / this.context.constants.expertEfficiency : experts;
    const perExpert = rows / experts;
    this.forward(part, repeat * matmulTimeS(d, format, perExpert, outputs, inputs, batch));
    this.inputGradS += repeat * matmulTimeS(d, format, perExpert, inputs, outputs, batch);
    if (!frozen) {
      this.weightGradS += repeat * matmulTimeS(d, format, inputs, outputs, perExpert, batch, this.gradientBytes);
    }
    if (format === 'fp8' || format === 'fp4') {
      const cast = this.context.constants.fp8ExtraPasses * castBytes * rows;
      this.forward(part, streamTimeS(d, cast * inputs));
      this.inputGradS += streamTimeS(d, cast * outputs);
    }
  }

  stream(part: string, traffic: Traffic, rows: number): void {
    const passes = this.context.constants.elementwisePasses;
    this.forward(part, streamTimeS(this.device, passes * traffic.forward * rows));
    this.inputGradS += streamTimeS(this.device, passes * traffic.backward * rows);
  }

  /** @param hideableS of the time of all `count` operations */
  transfer(
    dimension: Dimension,
    name: string,
    op: CollectiveOp,
    group: Group,
    bytes: number,
    count: number,
    hideable: number,
  ): void {
    if (group.ranks <= 1 || count === 0) return;
    const cost = this.context.collectives.cost(op, bytes, group);
    const timeS = cost.timeS * count;
    const exposedS = exposedTimeS(timeS, hideable, this.context.constants.interference);
    this.transfers.push({ dimension, name, op, group, bytes, count, cost, exposedS });
  }
}

function attention(meter: LayerMeter, context: TrainingContext, layout: Layout, kind: LayerKind, t: Tokens): void {
  const { workload, device } = context;
  const a = workload.model;
  const { tensor } = layout;
  meter.stream('layernorm', normTraffic(a), t.ownRows);
  let scoreWidth: number;
  let valueWidth: number;
  if (a.mla !== null) {
    const { qRank, kvRank, nopeDim, ropeDim, vDim } = a.mla;
    scoreWidth = (a.heads * (nopeDim + ropeDim)) / tensor;
    valueWidth = (a.heads * vDim) / tensor;
    if (qRank !== null) meter.linear('qkv', t.ownRows, a.hidden, qRank);
    meter.linear(qRank === null ? 'qkv' : 'mla_up_proj', t.rows, qRank ?? a.hidden, scoreWidth);
    meter.linear('qkv', t.ownRows, a.hidden, kvRank + ropeDim);
    meter.linear('mla_up_proj', t.rows, kvRank, (a.heads * (nopeDim + vDim)) / tensor);
    meter.stream('mla_up_proj', rotaryTraffic(2 * scoreWidth), t.rows);
  } else {
    scoreWidth = queryWidth(a) / tensor;
    valueWidth = scoreWidth;
    const qkv = scoreWidth + keyValueWidth(a) / Math.min(tensor, a.kvHeads);
    meter.linear('qkv', t.rows, a.hidden, qkv);
    if (a.learnedPositions === 0) meter.stream('qkv', rotaryTraffic(qkv), t.rows);
  }
  const heads = a.heads / tensor;
  const sequences = layout.microBatch;
  const queries = workload.sequenceLength / layout.context;
  if (workload.attentionKernel === 'unfused') {
    const keys = workload.sequenceLength;
    const batch = sequences * heads;
    const scores = matmulTimeS(device, 'bf16', queries, keys, scoreWidth / heads, batch);
    const values = matmulTimeS(device, 'bf16', queries, valueWidth / heads, keys, batch);
    meter.forward('core_attn', scores + values);
    meter.stream('core_attn', scoreTraffic, batch * queries * keys);
    meter.inputGradS += 2 * scores + 2 * values;
  } else {
    const keys = meanKeysSeen(workload.sequenceLength, kind.window);
    const flops = 2 * sequences * queries * keys * (scoreWidth + valueWidth);
    meter.forward('core_attn', flops / device.attentionForwardFlopsPerS + device.kernelS);
    // The backward kernel recomputes scores: five products for the forward's two (Dao 2023, arXiv 2307.08691).
    meter.inputGradS += (2.5 * flops) / device.attentionBackwardFlopsPerS + 2 * device.kernelS;
  }
  meter.linear('proj', t.rows, valueWidth, a.hidden);
  meter.stream('residual', residualTraffic(a, context.dropout), t.ownRows);
}

function denseFeedForward(meter: LayerMeter, context: TrainingContext, layout: Layout, t: Tokens, width: number): void {
  const a = context.workload.model;
  const inner = width / layout.tensor;
  meter.linear('mlp', t.rows, a.hidden, (a.gated ? 2 : 1) * inner);
  meter.stream('act', activationTraffic(a.gated, inner), t.rows);
  meter.linear('mlp', t.rows, inner, a.hidden);
}

function moeFeedForward(meter: LayerMeter, context: TrainingContext, layout: Layout, g: Groups, t: Tokens): void {
  const a = context.workload.model;
  const moe = a.moe;
  if (moe === null) return;
  const routedRows = t.ownRows * moe.topK;
  meter.forward(
    'moe',
    matmulTimeS(context.device, 'bf16', t.ownRows, moe.experts, a.hidden) + context.constants.moeHostS,
  );
  meter.inputGradS +=
    2 * matmulTimeS(context.device, 'bf16', t.ownRows, a.hidden, moe.experts) + context.constants.moeHostS;
  // Gather into expert order and back, before and after the exchange: each reads and writes every routed row.
  const permute = { forward: 4 * BYTES * a.hidden, backward: 4 * BYTES * a.hidden };
  meter.stream('moe', permute, routedRows);
  meter.stream('moe', permute, t.expertRows);
  const localExperts = moe.experts / layout.expert;
  const inner = moe.ffn / layout.expertTensor;
  meter.linear('moe', t.expertRows, a.hidden, (a.gated ? 2 : 1) * inner, localExperts);
  meter.stream('moe_act', activationTraffic(a.gated, inner), t.expertRows);
  meter.linear('moe', t.expertRows, inner, a.hidden, localExperts);
  if (moe.sharedExperts > 0) denseFeedForward(meter, context, layout, t, moe.sharedExperts * moe.sharedFfn);

  const overlap = context.workload.overlap.expert;
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

/**
 * Tensor-parallel exchanges (Megatron-LM; Korthikanti et al. 2022, section 4.2.2). A dense layer has two pairs, an expert
 * layer one (its tokens stay split); a parallel block shares one pair. With sequence parallelism a pair is an all-gather and
 * a reduce-scatter forward, the same backward, and the input gathered again for the weight gradient. Backward, the
 * exchanges of column-parallel layers run beside the weight gradient.
 */
function tensorExchanges(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  pairs: number,
  t: Tokens,
): void {
  if (layout.tensor === 1) return;
  const elementBytes = t.rows * context.workload.model.hidden * BYTES;
  const { tensorBackwardOverlap, tensorOverlapEfficiency } = context.constants;
  const chunked = context.workload.overlap.tensor * tensorOverlapEfficiency;
  // Transformer Engine gathers activations and gradients already quantised; reductions stay in 16 bits.
  const quantised = context.format === 'fp8' || context.format === 'fp4';
  const add = (name: string, op: CollectiveOp, count: number, share: number): void => {
    const bytes = op === 'all-gather' && quantised ? elementBytes / 2 : elementBytes;
    const timeS = context.collectives.cost(op, bytes, g.tensor).timeS * count;
    meter.transfer('tensor', name, op, g.tensor, bytes, count, share * timeS);
  };
  const beside = Math.max(tensorBackwardOverlap, chunked);
  if (layout.sequenceParallel) {
    add('tensor all-gather, forward', 'all-gather', pairs, chunked);
    add('tensor reduce-scatter, forward', 'reduce-scatter', pairs, chunked);
    add('tensor all-gather, backward', 'all-gather', pairs, chunked);
    add('tensor all-gather for weight gradients', 'all-gather', pairs, beside);
    add('tensor reduce-scatter, backward', 'reduce-scatter', pairs, beside);
  } else {
    add('tensor all-reduce, forward', 'all-reduce', pairs, chunked);
    add('tensor all-reduce, backward', 'all-reduce', pairs, beside);
  }
}

/**
 * Context-parallel exchange of keys and values, around a ring and hidden under the attention of the blocks at hand (Liu et
 * al. 2023, arXiv 2310.01889); backward also returns their gradients.
 */
function contextExchange(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  kind: LayerKind,
): void {
  if (layout.context === 1) return;
  const { workload, device } = context;
  const a = workload.model;
  const width =
    a.mla === null
      ? keyValueWidth(a) / Math.min(layout.tensor, a.kvHeads)
      : (a.heads * (a.mla.nopeDim + a.mla.ropeDim + a.mla.vDim)) / layout.tensor;
  const bytes = layout.microBatch * workload.sequenceLength * width * BYTES;
  const keys = meanKeysSeen(workload.sequenceLength, kind.window);
  const products = a.mla === null ? 2 * queryWidth(a) : a.heads * (a.mla.nopeDim + a.mla.ropeDim + a.mla.vDim);
  const flops = (2 * layout.microBatch * workload.sequenceLength * keys * products) / (layout.context * layout.tensor);
  const overlapped = workload.overlap.context * (1 - 1 / layout.context);
  meter.transfer(
    'context',
    'context keys and values, forward',
    'all-gather',
    g.context,
    bytes,
    1,
    overlapped * (flops / device.attentionForwardFlopsPerS),
  );
  meter.transfer(
    'context',
    'context keys, values and gradients, backward',
    'all-gather',
    g.context,
    2 * bytes,
    1,
    overlapped * ((2.5 * flops) / device.attentionBackwardFlopsPerS),
  );
}

const modulesOf = (layout: Layout): readonly string[] =>
  layout.recomputeModules.length > 0 ? layout.recomputeModules : ['core_attn'];

/** Parts that a module name of the spec repeats. */
const MODULE_PARTS: Readonly<Record<string, readonly string[]>> = {
  core_attn: ['core_attn'],
  layernorm: ['layernorm'],
  act: ['act'],
  moe_act: ['moe_act'],
  mlp: ['mlp', 'act'],
  moe: ['moe', 'moe_act'],
  mla_up_proj: ['mla_up_proj'],
};

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

/** The forward exchanges, issued again by a recomputed forward pass. */
function repeated(transfers: readonly Transfer[]): Transfer[] {
  return transfers
    .filter((x) => x.name.endsWith('forward'))
    .map((x) => ({ ...x, name: x.name.replace('forward', 'recomputation') }));
}
