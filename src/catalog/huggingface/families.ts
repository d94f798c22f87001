import type { Architecture, MixtureOfExperts } from '../types.ts';
import { ConfigError, type HuggingFaceConfig } from './config.ts';
import { shortestPeriod, windowPattern } from './windows.ts';

/** Reads one family's config.json. @throws ConfigError */
export type Family = (config: HuggingFaceConfig) => Omit<Architecture, 'name'>;

type Shape = Omit<Architecture, 'name'>;

/** Key names and defaults of the decoder that most families share (transformers LlamaConfig). */
function decoder(config: HuggingFaceConfig, overrides: Partial<Shape> = {}, headDimDefault?: number): Shape {
  const hidden = config.count('hidden_size');
  const heads = config.count('num_attention_heads');
  const kvHeads = config.count('num_key_value_heads', heads);
  const headDim = config.count('head_dim', headDimDefault ?? evenShare(hidden, heads));
  return {
    layers: config.layers('num_hidden_layers'),
    hidden,
    heads,
    kvHeads,
    headDim,
    ffn: config.count('intermediate_size'),
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

function evenShare(hidden: number, heads: number): number {
  if (hidden % heads !== 0) throw new ConfigError(`head_dim is missing: ${heads} heads do not divide ${hidden}`);
  return hidden / heads;
}

function attentionKind(heads: number, kvHeads: number): Architecture['attention'] {
  if (kvHeads > heads || heads % kvHeads !== 0) {
    throw new ConfigError(`num_key_value_heads ${kvHeads} does not divide num_attention_heads ${heads}`);
  }
  return kvHeads === heads ? 'mha' : kvHeads === 1 ? 'mqa' : 'gqa';
}

const everyLayer = (window: number): readonly number[] => [window];

/** Experts with what a config.json does not say: balance is forced, tokens are not dropped. */
function mixture(experts: number, topK: number, ffn: number, rest: Partial<MixtureOfExperts> = {}): MixtureOfExperts {
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
    ...rest,
  };
}

const llama: Family = (config) => {
  const attentionBias = config.flag('attention_bias', false);
  const linearBias = attentionBias && config.flag('mlp_bias', false);
  return decoder(config, { linearBias, qkvBias: attentionBias });
};

const mistral: Family = (config) => {
  const shape = decoder(config);
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, everyLayer) };
};

const mixtral: Family = (config) => {
  const shape = mistral(config);
  const experts = mixture(config.count('num_local_experts', 8), config.count('num_experts_per_tok', 2), shape.ffn);
  return { ...shape, moe: experts };
};

/** `sliding_window` is written into every file but counts only with `use_sliding_window`, and then from a layer on. */
function qwenWindows(config: HuggingFaceConfig, layers: number): Shape['attentionWindow'] {
  if (!config.flag('use_sliding_window', false)) return [];
  const from = config.countOrZero('max_window_layers', layers);
  return windowPattern(config, layers, (window) =>
    shortestPeriod(Array.from({ length: layers }, (_, layer) => (layer >= from ? window : null))),
  );
}

const qwen2: Family = (config) => {
  const shape = decoder(config, { qkvBias: true });
  return { ...shape, attentionWindow: qwenWindows(config, shape.layers) };
};

const qwen3: Family = (config) => {
  const shape = decoder(config, { qkNorm: true, qkvBias: config.flag('attention_bias', false) }, 128);
  return { ...shape, attentionWindow: qwenWindows(config, shape.layers) };
};

const qwen2Moe: Family = (config) => {
  const sharedFfn = config.count('shared_expert_intermediate_size');
  return { ...qwen2(config), moe: qwenExperts(config, { sharedExperts: 1, sharedFfn }) };
};

const qwen3Moe: Family = (config) => ({ ...qwen3(config), moe: qwenExperts(config) });

function qwenExperts(config: HuggingFaceConfig, shared: Partial<MixtureOfExperts> = {}): MixtureOfExperts {
  const dense = config.list('mlp_only_layers');
  if (dense.some((layer, index) => layer !== index)) {
    throw new ConfigError('mlp_only_layers must be the first layers: others cannot be expressed');
  }
  const every = config.count('decoder_sparse_step', 1);
  const experts = config.count(config.named('num_experts', 'num_local_experts'));
  return mixture(experts, config.count('num_experts_per_tok'), config.count('moe_intermediate_size'), {
    denseLayers: dense.length,
    every,
    ...shared,
  });
}

const deepseek: Family = (config) => {
  const vDim = config.count('v_head_dim');
  const mla = {
    qRank: config.optionalCount('q_lora_rank'),
    kvRank: config.count('kv_lora_rank'),
    nopeDim: config.count('qk_nope_head_dim'),
    ropeDim: config.count('qk_rope_head_dim'),
    vDim,
  };
  if (config.count('moe_layer_freq', 1) !== 1) throw new ConfigError('moe_layer_freq other than 1 cannot be expressed');
  const shape = decoder(
    config,
    { attention: 'mla', mla, mtpLayers: config.countOrZero('num_nextn_predict_layers', 0) },
    vDim,
  );
  const multiHead = { ...shape, headDim: vDim };
  if (!config.has('n_routed_experts')) return multiHead;
  const experts = mixture(
    config.count('n_routed_experts'),
    config.count('num_experts_per_tok'),
    config.count('moe_intermediate_size'),
    {
      sharedExperts: config.countOrZero('n_shared_experts', 0),
      denseLayers: config.countOrZero('first_k_dense_replace', 0),
    },
  );
  return { ...multiHead, moe: experts };
};

const gptOss: Family = (config) => {
  const shape = decoder(config, { linearBias: config.flag('attention_bias', true) }, 64);
  const experts = config.count(config.named('num_local_experts', 'num_experts'));
  const topK = config.count(config.named('num_experts_per_tok', 'experts_per_token'));
  const attentionWindow = windowPattern(config, shape.layers, (window) => [window, null]);
  return { ...shape, moe: mixture(experts, topK, shape.ffn), attentionWindow };
};

const gpt2: Family = (config) => {
  const hidden = config.count('n_embd');
  const heads = config.count('n_head');
  return {
    layers: config.layers('n_layer'),
    hidden,
    heads,
    kvHeads: heads,
    headDim: evenShare(hidden, heads),
    ffn: config.count('n_inner', 4 * hidden),
    gated: false,
    vocab: config.count('vocab_size'),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    attention: 'mha',
    mla: null,
    moe: null,
    mtpLayers: 0,
    norm: 'layernorm',
    learnedPositions: config.count(config.named('n_positions', 'n_ctx')),
    linearBias: true,
    qkvBias: false,
    qkNorm: false,
    attentionWindow: [],
  };
};

/** Ungated layers with biases and LayerNorm, as GPT-NeoX and the first Phi models have them. */
const biasedRotary: Family = (config) => decoder(config, { gated: false, norm: 'layernorm', linearBias: true });

const gemma: Family = (config) => decoder(config, { tiedEmbeddings: config.flag('tie_word_embeddings', true) }, 256);

/** Local and global layers take turns, the first is local. */
const gemma2: Family = (config) => {
  const shape = gemma(config);
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, (window) => [window, null]) };
};

/** Defaults that published Gemma 3 files leave out (transformers Gemma3TextConfig). */
const GEMMA3_DEFAULTS = { heads: 8, kvHeads: 4, headDim: 256, vocab: 262_208, pattern: 6 };

const gemma3: Family = (config) => {
  const heads = config.count('num_attention_heads', GEMMA3_DEFAULTS.heads);
  const kvHeads = config.count('num_key_value_heads', GEMMA3_DEFAULTS.kvHeads);
  const layers = config.layers('num_hidden_layers');
  const pattern = config.count('sliding_window_pattern', GEMMA3_DEFAULTS.pattern);
  const period = (window: number): (number | null)[] => [...Array.from({ length: pattern - 1 }, () => window), null];
  return {
    layers,
    hidden: config.count('hidden_size'),
    heads,
    kvHeads,
    headDim: config.count('head_dim', GEMMA3_DEFAULTS.headDim),
    ffn: config.count('intermediate_size'),
    gated: true,
    vocab: config.count('vocab_size', GEMMA3_DEFAULTS.vocab),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    attention: attentionKind(heads, kvHeads),
    mla: null,
    moe: null,
    mtpLayers: 0,
    norm: 'rmsnorm',
    learnedPositions: 0,
    linearBias: false,
    qkvBias: false,
    qkNorm: true,
    attentionWindow: windowPattern(config, layers, period),
  };
};

/** By `model_type`, the key every config.json carries. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  llama,
  mistral,
  mixtral,
  qwen2,
  qwen2_moe: qwen2Moe,
  qwen3,
  qwen3_moe: qwen3Moe,
  deepseek_v2: deepseek,
  deepseek_v3: deepseek,
  kimi_k2: deepseek,
  gpt_oss: gptOss,
  gpt2,
  gpt_neox: biasedRotary,
  gemma,
  gemma2,
  gemma3,
  gemma3_text: gemma3,
  phi: biasedRotary,
  phi3: mistral,
};
