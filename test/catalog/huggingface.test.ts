import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { architectureFromHuggingFace, HUGGING_FACE_MODEL_TYPES } from '../../src/catalog/huggingface.ts';
import type { Architecture } from '../../src/catalog/types.ts';
import { parameterCount } from '../../src/model/parameters.ts';

/** The keys of published config.json files that decide the shape, and the parameter count of the checkpoint. */
const PUBLISHED: Readonly<Record<string, { readonly config: object; readonly parameters: number }>> = {
  'meta-llama/Llama-2-7b-hf': {
    config: {
      model_type: 'llama',
      hidden_size: 4096,
      intermediate_size: 11008,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 32,
      tie_word_embeddings: false,
      vocab_size: 32000,
    },
    parameters: 6_738_415_616,
  },
  'meta-llama/Llama-3.2-1B': {
    config: {
      model_type: 'llama',
      attention_bias: false,
      head_dim: 64,
      hidden_size: 2048,
      intermediate_size: 8192,
      mlp_bias: false,
      num_attention_heads: 32,
      num_hidden_layers: 16,
      num_key_value_heads: 8,
      tie_word_embeddings: true,
      vocab_size: 128256,
    },
    parameters: 1_235_814_400,
  },
  'mistralai/Mistral-7B-v0.1': {
    config: {
      model_type: 'mistral',
      hidden_size: 4096,
      intermediate_size: 14336,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 8,
      sliding_window: 4096,
      tie_word_embeddings: false,
      vocab_size: 32000,
    },
    parameters: 7_241_732_096,
  },
  'mistralai/Mixtral-8x7B-v0.1': {
    config: {
      model_type: 'mixtral',
      hidden_size: 4096,
      intermediate_size: 14336,
      num_attention_heads: 32,
      num_experts_per_tok: 2,
      num_hidden_layers: 32,
      num_key_value_heads: 8,
      num_local_experts: 8,
      sliding_window: null,
      tie_word_embeddings: false,
      vocab_size: 32000,
    },
    parameters: 46_702_792_704,
  },
  'Qwen/Qwen2.5-7B': {
    config: {
      model_type: 'qwen2',
      hidden_size: 3584,
      intermediate_size: 18944,
      max_window_layers: 28,
      num_attention_heads: 28,
      num_hidden_layers: 28,
      num_key_value_heads: 4,
      sliding_window: 131072,
      use_sliding_window: false,
      tie_word_embeddings: false,
      vocab_size: 152064,
    },
    parameters: 7_615_616_512,
  },
  'Qwen/Qwen1.5-MoE-A2.7B': {
    config: {
      model_type: 'qwen2_moe',
      decoder_sparse_step: 1,
      hidden_size: 2048,
      intermediate_size: 5632,
      moe_intermediate_size: 1408,
      num_attention_heads: 16,
      num_experts: 60,
      num_experts_per_tok: 4,
      num_hidden_layers: 24,
      num_key_value_heads: 16,
      shared_expert_intermediate_size: 5632,
      use_sliding_window: false,
      tie_word_embeddings: false,
      vocab_size: 151936,
    },
    parameters: 14_315_784_192,
  },
  'Qwen/Qwen3-0.6B': {
    config: {
      model_type: 'qwen3',
      attention_bias: false,
      head_dim: 128,
      hidden_size: 1024,
      intermediate_size: 3072,
      num_attention_heads: 16,
      num_hidden_layers: 28,
      num_key_value_heads: 8,
      sliding_window: null,
      tie_word_embeddings: true,
      use_sliding_window: false,
      vocab_size: 151936,
    },
    parameters: 596_049_920,
  },
  'Qwen/Qwen3-30B-A3B': {
    config: {
      model_type: 'qwen3_moe',
      attention_bias: false,
      decoder_sparse_step: 1,
      head_dim: 128,
      hidden_size: 2048,
      intermediate_size: 6144,
      mlp_only_layers: [],
      moe_intermediate_size: 768,
      num_attention_heads: 32,
      num_experts: 128,
      num_experts_per_tok: 8,
      num_hidden_layers: 48,
      num_key_value_heads: 4,
      tie_word_embeddings: false,
      vocab_size: 151936,
    },
    parameters: 30_532_122_624,
  },
  'deepseek-ai/DeepSeek-V2-Lite': {
    config: {
      model_type: 'deepseek_v2',
      first_k_dense_replace: 1,
      hidden_size: 2048,
      intermediate_size: 10944,
      kv_lora_rank: 512,
      moe_intermediate_size: 1408,
      moe_layer_freq: 1,
      n_routed_experts: 64,
      n_shared_experts: 2,
      num_attention_heads: 16,
      num_experts_per_tok: 6,
      num_hidden_layers: 27,
      num_key_value_heads: 16,
      q_lora_rank: null,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      tie_word_embeddings: false,
      vocab_size: 102400,
    },
    parameters: 15_706_484_224,
  },
  'deepseek-ai/DeepSeek-V3': {
    config: {
      model_type: 'deepseek_v3',
      first_k_dense_replace: 3,
      hidden_size: 7168,
      intermediate_size: 18432,
      kv_lora_rank: 512,
      moe_intermediate_size: 2048,
      moe_layer_freq: 1,
      n_group: 8,
      topk_group: 4,
      n_routed_experts: 256,
      n_shared_experts: 1,
      num_attention_heads: 128,
      num_experts_per_tok: 8,
      num_hidden_layers: 61,
      num_key_value_heads: 128,
      num_nextn_predict_layers: 1,
      q_lora_rank: 1536,
      qk_nope_head_dim: 128,
      qk_rope_head_dim: 64,
      v_head_dim: 128,
      tie_word_embeddings: false,
      vocab_size: 129280,
    },
    parameters: 671_026_419_200,
  },
  'openai-community/gpt2-xl': {
    config: {
      model_type: 'gpt2',
      n_ctx: 1024,
      n_embd: 1600,
      n_head: 25,
      n_layer: 48,
      n_positions: 1024,
      vocab_size: 50257,
    },
    parameters: 1_557_611_200,
  },
  'EleutherAI/gpt-neox-20b': {
    config: {
      model_type: 'gpt_neox',
      hidden_size: 6144,
      intermediate_size: 24576,
      num_attention_heads: 64,
      num_hidden_layers: 44,
      tie_word_embeddings: false,
      vocab_size: 50432,
    },
    parameters: 20_554_567_680,
  },
  'google/gemma-7b': {
    config: {
      model_type: 'gemma',
      head_dim: 256,
      hidden_size: 3072,
      intermediate_size: 24576,
      num_attention_heads: 16,
      num_hidden_layers: 28,
      num_key_value_heads: 16,
      vocab_size: 256000,
    },
    parameters: 8_537_680_896,
  },
  'google/gemma-2-27b': {
    config: {
      model_type: 'gemma2',
      head_dim: 128,
      hidden_size: 4608,
      intermediate_size: 36864,
      num_attention_heads: 32,
      num_hidden_layers: 46,
      num_key_value_heads: 16,
      sliding_window: 4096,
      vocab_size: 256000,
    },
    parameters: 27_227_128_320,
  },
  'google/gemma-3-1b-pt': {
    config: {
      model_type: 'gemma3_text',
      head_dim: 256,
      hidden_size: 1152,
      intermediate_size: 6912,
      num_attention_heads: 4,
      num_hidden_layers: 26,
      num_key_value_heads: 1,
      sliding_window: 512,
      sliding_window_pattern: 6,
      vocab_size: 262144,
    },
    parameters: 999_885_952,
  },
  'microsoft/phi-2': {
    config: {
      model_type: 'phi',
      hidden_size: 2560,
      intermediate_size: 10240,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 32,
      tie_word_embeddings: false,
      vocab_size: 51200,
    },
    parameters: 2_779_683_840,
  },
  'microsoft/phi-4': {
    config: {
      model_type: 'phi3',
      attention_bias: false,
      hidden_size: 5120,
      intermediate_size: 17920,
      num_attention_heads: 40,
      num_hidden_layers: 40,
      num_key_value_heads: 10,
      sliding_window: null,
      tie_word_embeddings: false,
      vocab_size: 100352,
    },
    parameters: 14_659_507_200,
  },
  'openai/gpt-oss-20b': {
    config: {
      model_type: 'gpt_oss',
      attention_bias: true,
      head_dim: 64,
      hidden_size: 2880,
      intermediate_size: 2880,
      layer_types: alternating(24),
      num_attention_heads: 64,
      num_experts_per_tok: 4,
      num_hidden_layers: 24,
      num_key_value_heads: 8,
      num_local_experts: 32,
      sliding_window: 128,
      tie_word_embeddings: false,
      vocab_size: 201088,
    },
    parameters: 20_914_757_184,
  },
};

function alternating(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => (layer % 2 === 0 ? 'sliding_attention' : 'full_attention'));
}

function shape(config: unknown): Architecture {
  const outcome = architectureFromHuggingFace(config);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.architecture;
}

const llama = PUBLISHED['meta-llama/Llama-2-7b-hf']?.config ?? {};
const reasonOf = (config: unknown): string => {
  const outcome = architectureFromHuggingFace(config);
  return outcome.ok ? 'accepted' : outcome.reason;
};

describe('architectureFromHuggingFace', () => {
  it.each(Object.entries(PUBLISHED))('%s counts its published parameters', (_, { config, parameters }) => {
    expect(parameterCount(shape(config)).total / parameters).toBeCloseTo(1, 3);
  });

  it('reads window patterns: gpt-oss alternates, Gemma 3 sees all in every sixth layer, Qwen2 ignores an unused window', () => {
    expect(shape(PUBLISHED['openai/gpt-oss-20b']?.config).attentionWindow).toEqual([128, null]);
    expect(shape(PUBLISHED['google/gemma-3-1b-pt']?.config).attentionWindow).toEqual([512, 512, 512, 512, 512, null]);
    expect(shape(PUBLISHED['google/gemma-2-27b']?.config).attentionWindow).toEqual([4096, null]);
    expect(shape(PUBLISHED['mistralai/Mistral-7B-v0.1']?.config).attentionWindow).toEqual([4096]);
    expect(shape(PUBLISHED['Qwen/Qwen2.5-7B']?.config).attentionWindow).toEqual([]);
    expect(
      shape({ ...PUBLISHED['Qwen/Qwen2.5-7B']?.config, use_sliding_window: true, max_window_layers: 14 })
        .attentionWindow,
    ).toEqual([...Array.from({ length: 14 }, () => null), ...Array.from({ length: 14 }, () => 131072)]);
  });

  it('keeps the multi-token-prediction layer, the latent ranks and the dense layers of DeepSeek-V3', () => {
    const a = shape(PUBLISHED['deepseek-ai/DeepSeek-V3']?.config);
    expect(a.mtpLayers).toBe(1);
    expect(a.mla).toEqual({ qRank: 1536, kvRank: 512, nopeDim: 128, ropeDim: 64, vDim: 128 });
    expect(a.moe).toMatchObject({ experts: 256, topK: 8, sharedExperts: 1, denseLayers: 3 });
    expect(a.moe).toMatchObject({ routerGroups: 8, routerTopGroups: 4 });
  });

  it('reads a multimodal file by its text_config', () => {
    const text = PUBLISHED['google/gemma-3-1b-pt']?.config;
    expect(shape({ model_type: 'gemma3', text_config: text, vision_config: {} })).toEqual(shape(text));
  });

  it('refuses an unknown model_type with the list of known ones', () => {
    for (const type of HUGGING_FACE_MODEL_TYPES) expect(reasonOf({ model_type: 'mamba' })).toContain(type);
    expect(reasonOf({ model_type: 'constructor' })).toContain('is not known');
    expect(reasonOf({})).toBe('model_type is missing');
    expect(reasonOf([])).toBe('a config.json is a mapping');
  });

  it('names the key that is missing or wrong', () => {
    expect(reasonOf({ ...llama, hidden_size: undefined })).toBe('hidden_size is missing');
    expect(reasonOf({ ...llama, num_hidden_layers: 1e8 })).toContain('num_hidden_layers');
    expect(reasonOf({ ...llama, vocab_size: '32000' })).toContain('vocab_size must be a whole number');
    expect(reasonOf({ ...llama, num_key_value_heads: 5 })).toContain('num_key_value_heads 5 does not divide');
    expect(reasonOf({ ...llama, tie_word_embeddings: 'no' })).toBe('tie_word_embeddings must be true or false');
    const moe = PUBLISHED['Qwen/Qwen3-30B-A3B']?.config;
    expect(reasonOf({ ...moe, mlp_only_layers: [3] })).toContain('mlp_only_layers');
    expect(reasonOf({ ...moe, num_experts_per_tok: 500 })).toContain('exceeds the 128 experts');
    const oss = PUBLISHED['openai/gpt-oss-20b']?.config;
    expect(reasonOf({ ...oss, layer_types: alternating(23) })).toContain('23 entries for 24 layers');
  });

  it('answers any JSON with a finite shape or a reason, never an exception', () => {
    const key = fc.constantFrom(...Object.values(PUBLISHED).flatMap(({ config }) => Object.keys(config)));
    const type = fc.constantFrom(...HUGGING_FACE_MODEL_TYPES);
    const value = fc.oneof(fc.integer({ min: -2, max: 2 ** 20 }), fc.jsonValue());
    fc.assert(
      fc.property(
        type,
        fc.dictionary(key, value),
        fc.constantFrom(...Object.values(PUBLISHED)),
        (model_type, noise, base) => {
          const outcome = architectureFromHuggingFace({ ...base.config, ...noise, model_type });
          if (outcome.ok) expect(Number.isFinite(parameterCount(outcome.architecture).total)).toBe(true);
          else expect(outcome.reason).not.toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });
});
