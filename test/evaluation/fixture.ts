import type { Layout, Plan } from '../../src/spec/plan.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

type Spec = Record<string, Record<string, unknown>>;

/** A Llama 3 70B job on 128 H100 with every parallel dimension but experts in use. */
const BASE: Spec = {
  gpus: { type: 'h100-sxm', count: 128 },
  nics: { type: 'cx7-400' },
  topology: { kind: 'rail-optimized' },
  workload: {
    model: 'llama-3-70b',
    sequence_length: 8192,
    global_batch: 256,
    micro_batch: 1,
    parallelism: { tensor: 4, pipeline: 4, virtual_pipeline: 5, context: 2 },
    sharding: 'optimizer',
    recompute: 'none',
  },
};

/** The base with sections overlaid, key by key. */
export function specWith(changes: Spec = {}): Spec {
  const out: Spec = structuredClone(BASE);
  for (const [section, keys] of Object.entries(changes)) out[section] = { ...out[section], ...keys };
  return out;
}

/** Resolves a spec that is expected to be sound. */
export function planWith(changes: Spec = {}): { readonly plan: Plan; readonly layout: Layout } {
  const outcome = planOfSpec(specWith(changes));
  if (!outcome.ok) throw new Error(outcome.reason);
  const { plan } = outcome;
  if (plan.layout === null) throw new Error('the fixture states its layout');
  return { plan, layout: plan.layout };
}
