import type { Architecture } from '../catalog/types.ts';
import { isMoeLayer } from './layers.ts';

/** Parameters of one part of a layer, by how tensor parallelism treats them. */
export interface PartParameters {
  /** Split over the tensor-parallel ranks. */
  readonly sharded: number;
  /** Held whole by every tensor-parallel rank. */
  readonly replicated: number;
}

const normSize = (a: Architecture): number => (a.norm === 'layernorm' ? 2 * a.hidden : a.hidden);

/** Query, key and value widths of one token, all heads together. */
export const queryWidth = (a: Architecture): number => a.heads * a.headDim;
export const keyValueWidth = (a: Architecture): number => 2 * a.kvHeads * a.headDim;

/** Attention with its input norm. MLA's down-projections are held whole by each tensor rank (Megatron-LM MLASelfAttention). */
export function attentionParameters(a: Architecture): PartParameters {
  if (a.mla !== null) {
    const { qRank, kvRank, nopeDim, ropeDim, vDim } = a.mla;
    const queryUp = (qRank ?? a.hidden) * a.heads * (nopeDim + ropeDim);
    const keyValueUp = kvRank * a.heads * (nopeDim + vDim);
    const output = a.heads * vDim * a.hidden;
    const queryDown = qRank === null ? 0 : a.hidden * qRank + qRank;
    const keyValueDown = a.hidden * (kvRank + ropeDim) + kvRank;
    return { sharded: queryUp + keyValueUp + output, replicated: queryDown + keyValueDown + normSize(a) };
  }
  const qkv = queryWidth(a) + keyValueWidth(a);
  const qkvBias = a.linearBias || a.qkvBias ? qkv : 0;
  const outputBias = a.linearBias ? a.hidden : 0;
  const qkNorm = a.qkNorm ? 2 * a.headDim : 0;
  return {
    sharded: a.hidden * qkv + qkvBias + queryWidth(a) * a.hidden,
    replicated: outputBias + qkNorm + normSize(a),
  };
}

/** One feed-forward network of the given width, without its norm. */
export function feedForwardParameters(a: Architecture, width: number): PartParameters {
  const inputs = a.gated ? 2 : 1;
  const bias = a.linearBias ? inputs * width : 0;
  return { sharded: (inputs + 1) * a.hidden * width + bias, replicated: a.linearBias ? a.hidden : 0 };
}

/** Dense feed-forward layer with its norm. */
export function denseParameters(a: Architecture): PartParameters {
  const ffn = feedForwardParameters(a, a.ffn);
  return { sharded: ffn.sharded, replicated: ffn.replicated + normSize(a) };
}

/** Router, shared experts and norm of a MoE layer; the routed experts are counted by `expertParameters`. */
export function moeSharedParameters(a: Architecture): PartParameters {
  const moe = a.moe;
  if (moe === null) return { sharded: 0, replicated: 0 };
  const shared = feedForwardParameters(a, moe.sharedFfn);
  const router = a.hidden * moe.experts + (a.linearBias ? moe.experts : 0);
  return {
    sharded: moe.sharedExperts * shared.sharded,
    replicated: moe.sharedExperts * shared.replicated + router + normSize(a),
  };
}

/** One routed expert. */
export function expertParameters(a: Architecture): number {
  if (a.moe === null) return 0;
  const ffn = feedForwardParameters(a, a.moe.ffn);
  return ffn.sharded + ffn.replicated;
}

/** Projection and norms that a multi-token-prediction layer adds to an ordinary layer (DeepSeek-V3, section 2.2). */
export const mtpParameters = (a: Architecture): number => 2 * a.hidden * a.hidden + 3 * normSize(a);

export interface ParameterCount {
  /** Every weight once; multi-token-prediction layers are not counted, as published totals do not. */
  readonly total: number;
  /** Weights that one token passes through. */
  readonly active: number;
  /** The input embedding table. */
  readonly embedding: number;
}

/** Parameters of a whole model; weight tying counts the shared table once. */
export function parameterCount(a: Architecture): ParameterCount {
  const sum = (part: PartParameters): number => part.sharded + part.replicated;
  const embedding = a.vocab * a.hidden;
  let total = embedding + a.learnedPositions * a.hidden + (a.tiedEmbeddings ? 0 : embedding) + normSize(a);
  let active = total;
  for (let layer = 0; layer < a.layers; layer++) {
    const attention = sum(attentionParameters(a));
    const moe = isMoeLayer(a, layer) ? a.moe : null;
    const shared = moe === null ? sum(denseParameters(a)) : sum(moeSharedParameters(a));
    total += attention + shared + (moe === null ? 0 : moe.experts * expertParameters(a));
    active += attention + shared + (moe === null ? 0 : moe.topK * expertParameters(a));
  }
  return { total, active, embedding };
}
