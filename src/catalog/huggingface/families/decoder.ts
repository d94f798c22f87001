import type { Architecture, MixtureOfExperts } from '../../types.ts';
import { ConfigError, type HuggingFaceConfig } from '../config.ts';

/** Reads one family's config.json. @throws ConfigError */
export type Family = (config: HuggingFaceConfig) => Omit<Architecture, 'name'>;

export type Shape = Omit<Architecture, 'name'>;

/** Key names and defaults of the decoder that most families share (transformers LlamaConfig). */
export function decoder(config: HuggingFaceConfig, overrides: Partial<Shape> = {}, headDimDefault?: number): Shape {
  const hidden = config.count('hidden_size');
  const heads = config.count('num_attention_heads');
  const kvHeads = config.count('num_key_value_heads', heads);
  const headDim = config.optionalCount('head_dim') ?? headDimDefault ?? evenShare(hidden, heads);
  return {
    layers: config.layers('num_hidden_layers'),
    hidden,
    heads,
    kvHeads,
    headDim,
    ffn: overrides.ffn ?? config.count('intermediate_size'),
    gated: true,
    vocab: config.count('vocab_size'),
    tiedEmbeddings: config.flag('tie_word_embeddings', false),
    attention: attentionKind(heads, kvHeads),
    mla: null,
    moe: null,
    mtpLayers: 0,
    norm: 'rmsnorm',
    learnedPositions: 0,
    linearBias: false,
    qkvBias: false,
    qkNorm: false,
    attentionWindow: [],
    ...overrides,
  };
}

export function evenShare(hidden: number, heads: number): number {
  if (hidden % heads > 0) throw new ConfigError(`head_dim is missing: ${heads} heads do not divide ${hidden}`);
  return hidden / heads;
}

export function attentionKind(heads: number, kvHeads: number): Architecture['attention'] {
  if (kvHeads > heads || heads % kvHeads > 0) {
    throw new ConfigError(`num_key_value_heads ${kvHeads} does not divide num_attention_heads ${heads}`);
  }
  return kvHeads === heads ? 'mha' : kvHeads === 1 ? 'mqa' : 'gqa';
}

export const everyLayer = (window: number): readonly number[] => [window];

/** Experts with what a config.json does not say: balance is forced, tokens are not dropped. */
export function mixture(
  experts: number,
  topK: number,
  ffn: number,
  rest: Partial<MixtureOfExperts> = {},
): MixtureOfExperts {
  if (topK > experts) throw new ConfigError(`num_experts_per_tok ${topK} exceeds the ${experts} experts`);
  return {
    experts,
    topK,
    ffn,
    sharedExperts: 0,
    sharedFfn: ffn,
    denseLayers: 0,
    every: 1,
    imbalance: 1,
    capacityFactor: null,
    dispatcher: 'all-to-all',
    dispatchPrecision: 'bf16',
    routerGroups: 1,
    routerTopGroups: 1,
    ...rest,
  };
}
