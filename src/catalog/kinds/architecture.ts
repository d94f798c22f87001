import * as z from 'zod';
import type { Architecture, MixtureOfExperts } from '../types.ts';

const count = () => z.int().positive();

/** Layers are walked one by one: the bound keeps a hostile spec from costing time. */
const MOST_LAYERS = 100_000;

const mlaSchema = z
  .strictObject({
    q_rank: count()
      .nullable()
      .optional()
      .register(z.globalRegistry, { description: 'Rank of the query projection; null or absent: full rank' }),
    kv_rank: count(),
    nope_dim: count(),
    rope_dim: count(),
    v_dim: count(),
  })
  .register(z.globalRegistry, { description: 'Multi-head latent attention (DeepSeek)' });

const moeSchema = z
  .strictObject({
    experts: z.int().min(2),
    top_k: count(),
    ffn: count().register(z.globalRegistry, { description: 'Width of one routed expert' }),
    shared_experts: z.int().min(0).optional().register(z.globalRegistry, { description: 'default 0' }),
    shared_ffn: count()
      .optional()
      .register(z.globalRegistry, { description: 'Width of one shared expert; default that of a routed one' }),
    dense_layers: z
      .int()
      .min(0)
      .optional()
      .register(z.globalRegistry, { description: 'First layers that are dense; default 0' }),
    every: count()
      .optional()
      .register(z.globalRegistry, { description: '2: every second layer is MoE, from the second; default 1' }),
    imbalance: z.number().min(1).nullable().optional().register(z.globalRegistry, {
      description:
        'Load of the busiest expert rank over the mean; 1 (default): forced balance, as vendors benchmark; null: unknown',
    }),
    capacity_factor: z
      .number()
      .positive()
      .nullable()
      .optional()
      .register(z.globalRegistry, { description: 'null (default): dropless' }),
    dispatcher: z
      .enum(['all-to-all', 'all-gather', 'deepep', 'hybridep'])
      .optional()
      .register(z.globalRegistry, { description: 'default all-to-all' }),
    dispatch_precision: z.enum(['bf16', 'fp8']).optional().register(z.globalRegistry, {
      description: 'Format in which tokens travel to their experts; they come back in 16 bits. default bf16',
    }),
    router_groups: count().optional().register(z.globalRegistry, {
      description: 'Groups of experts that routing picks from first (n_group; one a node). Default 1',
    }),
    router_top_groups: count().optional().register(z.globalRegistry, {
      description: 'Groups that a token may use (topk_group). Default: all',
    }),
  })
  .refine(({ experts, top_k }) => top_k <= experts, { message: 'top_k exceeds the number of experts', path: ['top_k'] })
  .refine(({ experts, router_groups = 1 }) => experts % router_groups === 0, {
    message: 'router_groups does not divide the number of experts',
    path: ['router_groups'],
  })
  .refine(({ router_groups = 1, router_top_groups = router_groups }) => router_top_groups <= router_groups, {
    message: 'router_top_groups exceeds router_groups',
    path: ['router_top_groups'],
  })
  .refine(
    ({ experts, top_k, router_groups = 1, router_top_groups = router_groups }) =>
      top_k <= (experts / router_groups) * router_top_groups,
    { message: 'top_k exceeds the experts of router_top_groups groups', path: ['top_k'] },
  )
  .register(z.globalRegistry, { description: 'Mixture of experts' });

/** Keys of an inline `workload.model`, which are also those of a catalog model. */
export const architectureKeys = {
  layers: count().max(MOST_LAYERS),
  hidden: count(),
  heads: count(),
  kv_heads: count().optional().register(z.globalRegistry, { description: 'Key and value heads; default heads' }),
  head_dim: count().optional().register(z.globalRegistry, { description: 'default hidden / heads' }),
  ffn: count().optional().register(z.globalRegistry, {
    description: 'Width of the dense feed-forward layer; needed unless every layer is MoE',
  }),
  gated: z
    .boolean()
    .optional()
    .register(z.globalRegistry, { description: 'Gated feed-forward (SwiGLU, GeGLU); default true' }),
  vocab: count(),
  tied_embeddings: z
    .boolean()
    .optional()
    .register(z.globalRegistry, { description: 'Output layer shares the embedding table; default false' }),
  attention: z
    .enum(['mha', 'gqa', 'mqa', 'mla'])
    .optional()
    .register(z.globalRegistry, { description: 'default by kv_heads and mla' }),
  mla: mlaSchema.optional(),
  moe: moeSchema.optional(),
  mtp_layers: z
    .int()
    .min(0)
    .optional()
    .register(z.globalRegistry, { description: 'Multi-token-prediction layers; default 0' }),
  norm: z
    .enum(['layernorm', 'rmsnorm'])
    .optional()
    .register(z.globalRegistry, { description: 'default rmsnorm with a gated layer, layernorm without' }),
  learned_positions: z
    .int()
    .min(0)
    .optional()
    .register(z.globalRegistry, { description: 'Rows of a learned position table; default 0: rotary' }),
  linear_bias: z
    .boolean()
    .optional()
    .register(z.globalRegistry, { description: 'Biases on every linear layer; default false' }),
  qkv_bias: z
    .boolean()
    .optional()
    .register(z.globalRegistry, { description: 'Biases on query, key and value alone; default false' }),
  qk_norm: z
    .boolean()
    .optional()
    .register(z.globalRegistry, { description: 'A norm on each query and key head; default false' }),
  attention_window: z
    .union([count(), z.array(count().nullable())])
    .optional()
    .register(z.globalRegistry, {
      description: 'One window for all layers, or a pattern that repeats over them; null: full attention',
    }),
};

export const architectureSchema = z
  .strictObject({ name: z.string().min(1).optional(), ...architectureKeys })
  .register(z.globalRegistry, { description: 'The shape of a transformer' });

export type ArchitectureInput = Omit<z.output<typeof architectureSchema>, 'name'>;

/** A shape with its defaults filled in, or what contradicts (path of the key and why). */
export type ArchitectureOutcome =
  | { readonly ok: true; readonly architecture: Architecture }
  | { readonly ok: false; readonly path: readonly string[]; readonly reason: string };

export function completeArchitecture(input: ArchitectureInput, name: string): ArchitectureOutcome {
  const kvHeads = input.kv_heads ?? (input.attention === 'mqa' ? 1 : input.heads);
  if (kvHeads > input.heads || input.heads % kvHeads !== 0) {
    return refuse(['kv_heads'], `${kvHeads} key-value heads do not divide ${input.heads} heads`);
  }
  if (input.head_dim === undefined && input.mla === undefined && input.hidden % input.heads !== 0) {
    return refuse(['head_dim'], `is needed: ${input.heads} heads do not divide the hidden width ${input.hidden}`);
  }
  const attention = input.mla ? 'mla' : kvHeads === input.heads ? 'mha' : kvHeads === 1 ? 'mqa' : 'gqa';
  if (input.attention !== undefined && input.attention !== attention) {
    return refuse(['attention'], contradiction(input.attention, attention, kvHeads, input.heads));
  }
  const ffn = input.ffn ?? input.moe?.ffn;
  if (ffn === undefined) return refuse(['ffn'], 'is needed: the width of the feed-forward layer');
  if (input.moe !== undefined && (input.moe.dense_layers ?? 0) > input.layers) {
    return refuse(['moe', 'dense_layers'], `exceeds the ${input.layers} layers`);
  }
  const gated = input.gated ?? true;
  const architecture: Architecture = {
    name,
    layers: input.layers,
    hidden: input.hidden,
    heads: input.heads,
    kvHeads,
    headDim: input.head_dim ?? input.mla?.v_dim ?? input.hidden / input.heads,
    ffn,
    gated,
    vocab: input.vocab,
    tiedEmbeddings: input.tied_embeddings ?? false,
    attention,
    mla: mlaOf(input),
    moe: moeOf(input),
    mtpLayers: input.mtp_layers ?? 0,
    norm: input.norm ?? (gated ? 'rmsnorm' : 'layernorm'),
    learnedPositions: input.learned_positions ?? 0,
    linearBias: input.linear_bias ?? false,
    qkvBias: input.qkv_bias ?? false,
    qkNorm: input.qk_norm ?? false,
    attentionWindow: windowsOf(input.attention_window),
  };
  return { ok: true, architecture };
}

const refuse = (path: readonly string[], reason: string): ArchitectureOutcome => ({ ok: false, path, reason });

function contradiction(stated: string, implied: string, kvHeads: number, heads: number): string {
  if (stated === 'mla') return 'mla needs the block mla: { kv_rank, nope_dim, rope_dim, v_dim }';
  if (implied === 'mla') return `says ${stated}, but the block mla is given`;
  return `says ${stated}, but ${kvHeads} key-value heads for ${heads} heads are ${implied}`;
}

const windowsOf = (window: ArchitectureInput['attention_window']): readonly (number | null)[] =>
  window === undefined ? [] : typeof window === 'number' ? [window] : window;

function mlaOf({ mla }: ArchitectureInput): Architecture['mla'] {
  if (mla === undefined) return null;
  return {
    qRank: mla.q_rank ?? null,
    kvRank: mla.kv_rank,
    nopeDim: mla.nope_dim,
    ropeDim: mla.rope_dim,
    vDim: mla.v_dim,
  };
}

function moeOf({ moe }: ArchitectureInput): MixtureOfExperts | null {
  if (moe === undefined) return null;
  return {
    experts: moe.experts,
    topK: moe.top_k,
    ffn: moe.ffn,
    sharedExperts: moe.shared_experts ?? 0,
    sharedFfn: moe.shared_ffn ?? moe.ffn,
    denseLayers: moe.dense_layers ?? 0,
    every: moe.every ?? 1,
    imbalance: moe.imbalance === undefined ? 1 : moe.imbalance,
    capacityFactor: moe.capacity_factor ?? null,
    dispatcher: moe.dispatcher ?? 'all-to-all',
    dispatchPrecision: moe.dispatch_precision ?? 'bf16',
    routerGroups: moe.router_groups ?? 1,
    routerTopGroups: moe.router_top_groups ?? moe.router_groups ?? 1,
  };
}
