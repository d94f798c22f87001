import type { Architecture } from '../catalog/types.ts';
import type { AdaptedLinear, Layout, Workload } from '../spec/plan.ts';
import { adaptersOf } from './adapters.ts';
import type { LayerKind } from './layers.ts';
import { keyValueWidth, queryWidth } from './parameters.ts';
import { tokens } from './tokens.ts';

/** What one layer keeps of one micro-batch for its backward pass, on one GPU, bytes. */
export interface LayerActivations {
  /** Kept between forward and backward, after recomputation and offloading are taken off. */
  readonly keptBytes: number;
  /** Kept without recomputation: the working set while a recomputed layer runs backward. */
  readonly fullBytes: number;
}

const BYTES = 2;
/** Inputs of linear layers are kept as their weight gradients need them: quantised, fp4 with a scale for each 16. */
const INPUT_BYTES: Partial<Record<Workload['precision'], number>> = {
  fp8: 1,
  mxfp8: 1,
  'fp8-blockwise': 1,
  nvfp4: 0.5 + 1 / 16,
};
/** Year since when routing weights are applied inside the experts. */
const WEIGHTS_INSIDE_SINCE = 2025;

/** Queries, keys and values of one token on one tensor rank, elements. */
function qkvWidth(a: Architecture, tensor: number): number {
  if (a.mla !== null) {
    const { nopeDim, ropeDim, vDim, qRank, kvRank } = a.mla;
    return (a.heads * (2 * (nopeDim + ropeDim) + vDim)) / tensor + (qRank ?? 0) + kvRank + ropeDim;
  }
  return queryWidth(a) / tensor + keyValueWidth(a) / Math.min(tensor, a.kvHeads);
}

const attentionOutputWidth = (a: Architecture, tensor: number): number =>
  (a.mla === null ? queryWidth(a) : a.heads * a.mla.vDim) / tensor;

/**
 * Activation bytes of a layer: Korthikanti et al. 2022 (arXiv 2205.05198), Table 2, taken apart by tensor so that it holds
 * for gated feed-forward networks, grouped queries, flash attention, MLA and experts: 34 s b h for their case without the
 * attention square, 5 a s^2 b for the square. Dropout masks exist only in stacks that train with unfused attention.
 * @param gatheredShare of the inputs of column-parallel products that stays gathered; the rest is gathered again in the
 *   backward pass (Korthikanti et al. 2022, section 4.2.2)
 */
export function layerActivations(
  workload: Workload,
  layout: Layout,
  kind: LayerKind,
  gatheredShare: number,
): LayerActivations {
  const a = workload.model;
  const { rows, ownRows, expertRows } = tokens(workload, layout);
  const { tensor } = layout;
  const unfused = workload.attentionKernel === 'unfused';
  const adapters = adaptersOf(workload);
  // Without a weight gradient a layer's input need not stay.
  const kept = (layer: AdaptedLinear): number => (adapters === null || adapters.targets.includes(layer) ? 1 : 0);
  const linearInput = INPUT_BYTES[workload.precision] ?? BYTES;
  const maskBytes = unfused ? 1 : 0;

  const norms = 2 * a.hidden * BYTES * ownRows;
  const qkvInput = kept('qkv') * a.hidden * linearInput * ownRows;
  const qkv = qkvWidth(a, tensor) * BYTES * rows;
  const square = unfused
    ? (a.heads / tensor) * workload.sequenceLength * (2 * BYTES + maskBytes) * rows
    : (a.heads / tensor) * 4 * rows;
  const attentionOutput = attentionOutputWidth(a, tensor) * BYTES * rows;
  const masks = 2 * a.hidden * maskBytes * ownRows;

  const wide = (a.gated ? 2 : 1) * workload.activationInputBytes;
  let feedForward: number;
  let activation: number;
  /** The part of it that the routed experts keep. */
  let routedActivation = 0;
  if (kind.moe && a.moe !== null) {
    const inner = (a.moe.ffn / layout.expertTensor) * expertRows;
    const shared = ((a.moe.sharedExperts * a.moe.sharedFfn) / tensor) * rows;
    activation = (inner + shared) * BYTES;
    routedActivation = inner * BYTES;
    // Routing weights scale the inner activations, so that the experts' outputs need not stay (Megatron-LM since 2025).
    const outputs = workload.software.year >= WEIGHTS_INSIDE_SINCE ? 0 : a.hidden * BYTES * expertRows;
    feedForward =
      a.hidden * linearInput * (expertRows + ownRows) + (inner + shared) * wide + outputs + 4 * a.moe.experts * ownRows;
  } else {
    const inner = (a.ffn / tensor) * rows;
    activation = inner * linearInput;
    feedForward = a.hidden * linearInput * ownRows + inner * wide;
  }
  // Frozen feed-forward matrices leave only what their nonlinearity needs.
  feedForward -= (1 - kept('fc1')) * a.hidden * linearInput * (kind.moe ? expertRows + ownRows : ownRows);
  activation *= kept('fc2');
  routedActivation *= kept('fc2');
  const gathered = gatheredShare * (kind.moe ? 1 : 2) * a.hidden * BYTES * (rows - ownRows);
  const fullBytes = gathered + norms + qkvInput + qkv + square + attentionOutput + masks + feedForward + activation;

  if (layout.recompute === 'full') return { keptBytes: a.hidden * BYTES * ownRows, fullBytes };
  if (layout.recompute === 'none') return { keptBytes: fullBytes, fullBytes };
  const saved: Readonly<Record<string, number>> = {
    core_attn: unfused ? square : 0,
    layernorm: (qkvInput + a.hidden * linearInput * ownRows) * 1,
    act: activation - routedActivation,
    moe_act: routedActivation,
    mlp: kind.moe ? 0 : feedForward + activation,
    moe: kind.moe ? feedForward + activation : 0,
    mla_up_proj: a.mla === null ? 0 : (qkvWidth(a, tensor) - a.mla.kvRank - (a.mla.qRank ?? 0)) * BYTES * rows,
  };
  const modules = layout.recomputeModules.length > 0 ? layout.recomputeModules : ['core_attn'];
  let keptBytes = fullBytes;
  for (const module of modules) keptBytes -= saved[module] ?? 0;
  return { keptBytes: Math.max(keptBytes, a.hidden * BYTES * ownRows), fullBytes };
}
