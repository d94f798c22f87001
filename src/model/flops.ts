import type { Architecture } from '../catalog/types.ts';
import type { Layout } from '../spec/plan.ts';
import { type Adapters, adapterWeights } from './adapters.ts';
import { type LayerKind, layerKinds } from './layers.ts';
import { attentionParameters, expertParameters, feedForwardParameters } from './parameters.ts';

/**
 * How a publication counts model FLOPs. `full`: the whole attention square, as Megatron-LM 2021, PaLM's appendix and most
 * dense-model reports do. `causal`: only the half below the diagonal (Megatron-Bridge, NeMo MoE recipes).
 */
export type FlopsConvention = 'full' | 'causal';

/** Width of the score and value products of attention, all heads, summed (2 x heads x head_dim without MLA). */
function attentionProductWidth(a: Architecture): number {
  return a.mla === null ? 2 * a.heads * a.headDim : a.heads * (a.mla.nopeDim + a.mla.ropeDim + a.mla.vDim);
}

/** Mean number of keys a query sees in a sequence of `length` under a causal mask and a window. */
export function meanKeysSeen(length: number, window: number | null): number {
  if (window === null || window >= length) return (length + 1) / 2;
  return window - (window * (window - 1)) / (2 * length);
}

/**
 * Model FLOPs of one token, forward and backward: 6 x matrix parameters the token passes (output layer included, input
 * table not) + attention products. Source: Narayanan et al. 2021 (arXiv 2104.04473), appendix, in its general form.
 * Frozen matrices have no product for their own gradient: 4 x them, and 6 x the adapters beside them (Hu et al. 2021).
 */
export function modelFlopsPerToken(
  a: Architecture,
  sequenceLength: number,
  convention: FlopsConvention,
  adapters: Adapters | null = null,
): number {
  const { kinds, ofLayer } = layerKinds(a);
  const perMatrix = adapters === null ? 6 : 4;
  const perKind = kinds.map((kind) => {
    const attention = attentionParameters(a);
    const dense = kind.moe ? 0 : feedForwardParameters(a, a.ffn).sharded;
    const moe = kind.moe && a.moe !== null ? a.moe : null;
    const experts =
      moe === null
        ? 0
        : moe.topK * expertParameters(a) +
          moe.sharedExperts * feedForwardParameters(a, moe.sharedFfn).sharded +
          a.hidden * moe.experts;
    const matrices = attention.sharded + (a.mla === null ? 0 : attention.replicated) + dense + experts;
    const causalKeys = meanKeysSeen(sequenceLength, kind.window);
    const keys = convention === 'causal' ? causalKeys : Math.min(sequenceLength, kind.window ?? sequenceLength);
    return perMatrix * matrices + 6 * adapterPasses(a, kind, adapters) + 6 * attentionProductWidth(a) * keys;
  });
  let flops = perMatrix * a.vocab * a.hidden * (1 + a.mtpLayers);
  for (const kind of ofLayer) flops += perKind[kind] ?? 0;
  const last = perKind[ofLayer[ofLayer.length - 1] ?? 0] ?? 0;
  return flops + a.mtpLayers * (last + perMatrix * 2 * a.hidden * a.hidden);
}

/** Forward FLOPs of the adapters for one token. */
function adapterForward(a: Architecture, adapters: Adapters | null): number {
  const { kinds, ofLayer } = layerKinds(a);
  let flops = 0;
  for (const index of ofLayer) {
    const kind = kinds[index];
    if (kind !== undefined) flops += 2 * adapterPasses(a, kind, adapters);
  }
  return flops;
}

/** Adapter weights of a layer that one token passes. */
function adapterPasses(a: Architecture, kind: LayerKind, adapters: Adapters | null): number {
  if (adapters === null) return 0;
  const { shared, perExpert } = adapterWeights(a, kind, adapters);
  return shared + (a.moe?.topK ?? 0) * perExpert;
}

/**
 * FLOPs of one token that recomputation does again: the whole forward pass of the layers (a third of their model FLOPs), or
 * the named modules' share of it. Memory-bound modules add none.
 */
export function recomputedFlopsPerToken(
  a: Architecture,
  sequenceLength: number,
  layout: Layout,
  adapters: Adapters | null = null,
): number {
  if (layout.recompute === 'none') return 0;
  const layers = modelFlopsPerToken(a, sequenceLength, 'full') - 6 * a.vocab * a.hidden * (1 + a.mtpLayers);
  if (layout.recompute === 'full') {
    const share =
      layout.recomputeLayers === null ? 1 : Math.min(1, (layout.recomputeLayers * layout.pipeline) / a.layers);
    return (layers / 3 + adapterForward(a, adapters)) * share;
  }
  const modules = layout.recomputeModules.length > 0 ? layout.recomputeModules : ['core_attn'];
  const { kinds, ofLayer } = layerKinds(a);
  let flops = 0;
  for (const index of ofLayer) {
    const kind = kinds[index];
    if (kind === undefined) continue;
    if (modules.includes('core_attn')) {
      flops += 2 * attentionProductWidth(a) * Math.min(sequenceLength, kind.window ?? sequenceLength);
    }
    if (modules.includes('mlp') && !kind.moe) flops += 2 * feedForwardParameters(a, a.ffn).sharded;
    if (modules.includes('moe') && kind.moe && a.moe !== null) {
      flops +=
        2 *
        (a.moe.topK * expertParameters(a) + a.moe.sharedExperts * feedForwardParameters(a, a.moe.sharedFfn).sharded);
    }
    if (modules.includes('mla_up_proj') && a.mla !== null) {
      const { qRank, kvRank, nopeDim, ropeDim, vDim } = a.mla;
      flops += 2 * a.heads * ((qRank ?? 0) * (nopeDim + ropeDim) + kvRank * (nopeDim + vDim));
    }
  }
  return flops;
}
