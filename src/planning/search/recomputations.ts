import type { Architecture } from '../../catalog/types.ts';
import type { Layout, Plan } from '../../spec/plan.ts';

export type Recomputation = Pick<Layout, 'recompute' | 'recomputeModules' | 'recomputeLayers'>;

/** Shares of a stage's layers that may be redone: quarters, or eighths in the wide space. */
const COMMON_SHARES = 4;
const WIDE_SHARES = 8;

/**
 * What a plan may redo in the backward pass: nothing; the cheap modules of a layer, which free much memory for little time
 * (Megatron-LM's --recompute-modules); some layers of a stage (--recompute-num-layers); all of it. The wide space takes the
 * modules one by one and in every combination. What the spec states is kept.
 */
export function recomputationsOf(plan: Plan, pipeline: number, wide: boolean): readonly Recomputation[] {
  const hints = plan.layoutHints ?? {};
  const { model, attentionKernel } = plan.workload;
  const stated = { recomputeModules: hints.recomputeModules ?? [], recomputeLayers: hints.recomputeLayers ?? null };
  if (hints.recompute !== undefined) return [{ recompute: hints.recompute, ...stated }];
  const none: Recomputation = { recompute: 'none', recomputeModules: [], recomputeLayers: null };
  if (hints.recomputeModules !== undefined || hints.recomputeLayers !== undefined) {
    return [none, ...(['selective', 'full'] as const).map((recompute) => ({ recompute, ...stated }))];
  }
  const modules = cheapModules(model, attentionKernel === 'unfused');
  const shares = wide ? WIDE_SHARES : COMMON_SHARES;
  return [
    none,
    ...(wide ? subsets(modules) : usual(modules)).map(selective),
    ...partsOf(Math.ceil(model.layers / pipeline), shares).map((layers) => full(layers)),
    full(null),
  ];
}

const selective = (modules: readonly string[]): Recomputation => ({
  recompute: 'selective',
  // The attention square alone is what `selective` means without a list (Korthikanti et al. 2022).
  recomputeModules: modules.join() === 'core_attn' ? [] : modules,
  recomputeLayers: null,
});

const full = (recomputeLayers: number | null): Recomputation => ({
  recompute: 'full',
  recomputeModules: [],
  recomputeLayers,
});

/** Modules whose activations are large for the time they take, the best bargain first. Fused attention keeps no square. */
function cheapModules({ moe, mla }: Architecture, unfused: boolean): readonly string[] {
  const dense = moe === null || moe.sharedExperts > 0 || moe.denseLayers > 0 || moe.every > 1;
  return [
    ...(unfused ? ['core_attn'] : []),
    ...(mla === null ? [] : ['mla_up_proj']),
    ...(moe === null ? [] : ['moe_act']),
    ...(dense ? ['act'] : []),
    'layernorm',
  ];
}

/** The first one, the first two, and so on. */
const usual = (modules: readonly string[]): readonly (readonly string[])[] =>
  modules.map((_, i) => modules.slice(0, i + 1));

const subsets = (modules: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: 2 ** modules.length - 1 }, (_, bits) =>
    modules.filter((_m, i) => (((bits + 1) >> i) & 1) === 1),
  );

/** Counts that are about 1/n, 2/n, ... of the layers of a stage. */
function partsOf(layers: number, shares: number): readonly number[] {
  const counts = Array.from({ length: shares - 1 }, (_, i) => Math.round((layers * (i + 1)) / shares));
  return [...new Set(counts)].filter((count) => count > 0 && count < layers);
}
