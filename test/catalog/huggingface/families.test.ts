import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../../src/catalog/huggingface/families/registry.ts';
import { architectureFromHuggingFace } from '../../../src/catalog/huggingface.ts';
import type { Architecture } from '../../../src/catalog/types.ts';
import { parameterCount } from '../../../src/model/parameters.ts';

interface Published {
  readonly config: Readonly<Record<string, unknown>>;
  /** As the model card or the report rounds it. */
  readonly billion: number;
  readonly activeBillion?: number;
}

const rotary = (
  type: string,
  layers: number,
  hidden: number,
  heads: number,
  kv: number,
  ffn: number,
  vocab: number,
) => ({
  model_type: type,
  num_hidden_layers: layers,
  hidden_size: hidden,
  num_attention_heads: heads,
  num_key_value_heads: kv,
  intermediate_size: ffn,
  vocab_size: vocab,
});

const PUBLISHED: Readonly<Record<string, Published>> = {
  'swiss-ai/Apertus-70B-2509': {
    config: rotary('apertus', 80, 8192, 64, 8, 43008, 131072),
    billion: 70.6,
  },
  'bigscience/bloom': {
    config: { model_type: 'bloom', hidden_size: 14336, n_head: 112, n_layer: 70, vocab_size: 250880 },
    billion: 176.2,
  },
  'CohereForAI/c4ai-command-r-plus': {
    config: { ...rotary('cohere', 64, 12288, 96, 8, 33792, 256000), use_qk_norm: true },
    billion: 103.8,
  },
  'CohereForAI/c4ai-command-a-03-2025': {
    config: { ...rotary('cohere2', 64, 12288, 96, 8, 36864, 256000), head_dim: 128, sliding_window: 4096 },
    billion: 111,
  },
  'databricks/dbrx-base': {
    config: {
      model_type: 'dbrx',
      d_model: 6144,
      n_heads: 48,
      n_layers: 40,
      vocab_size: 100352,
      attn_config: { kv_n_heads: 8 },
      ffn_config: { ffn_hidden_size: 10752, moe_num_experts: 16, moe_top_k: 4 },
    },
    billion: 132,
    activeBillion: 36,
  },
  'deepseek-ai/deepseek-moe-16b-base': {
    config: {
      ...rotary('deepseek', 28, 2048, 16, 16, 10944, 102400),
      first_k_dense_replace: 1,
      moe_intermediate_size: 1408,
      n_routed_experts: 64,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
    },
    billion: 16.4,
    activeBillion: 2.8,
  },
  'rednote-hilab/dots.llm1.base': {
    config: {
      ...rotary('dots1', 62, 4096, 32, 32, 10944, 152064),
      first_k_dense_replace: 1,
      moe_intermediate_size: 1408,
      n_routed_experts: 128,
      n_shared_experts: 2,
      num_experts_per_tok: 6,
    },
    billion: 142,
    activeBillion: 14,
  },
  'baidu/ERNIE-4.5-300B-A47B': {
    config: {
      ...rotary('ernie4_5_moe', 54, 8192, 64, 8, 28672, 103424),
      tie_word_embeddings: false,
      moe_intermediate_size: 3584,
      moe_k: 8,
      moe_layer_interval: 1,
      moe_layer_start_index: 3,
      moe_num_experts: 64,
      moe_num_shared_experts: 0,
    },
    billion: 300,
    activeBillion: 47,
  },
  'LGAI-EXAONE/EXAONE-4.0-32B': {
    config: { ...rotary('exaone4', 64, 5120, 40, 8, 27392, 102400), sliding_window: 4096 },
    billion: 32,
  },
  'zai-org/GLM-4-9B-0414': {
    config: { ...rotary('glm4', 40, 4096, 32, 2, 13696, 151552), attention_bias: true, head_dim: 128 },
    billion: 9.4,
  },
  'zai-org/GLM-4.5': {
    config: {
      ...rotary('glm4_moe', 92, 5120, 96, 8, 12288, 151552),
      attention_bias: true,
      head_dim: 128,
      use_qk_norm: true,
      first_k_dense_replace: 3,
      moe_intermediate_size: 1536,
      n_routed_experts: 160,
      n_shared_experts: 1,
      num_experts_per_tok: 8,
      num_nextn_predict_layers: 1,
    },
    billion: 355,
    activeBillion: 32,
  },
  'bigcode/starcoder': {
    config: {
      model_type: 'gpt_bigcode',
      multi_query: true,
      n_embd: 6144,
      n_head: 48,
      n_inner: 24576,
      n_layer: 40,
      n_positions: 8192,
      vocab_size: 49152,
    },
    billion: 15.5,
  },
  'ibm-granite/granite-3.0-3b-a800m-base': {
    config: {
      ...rotary('granitemoe', 32, 1536, 24, 8, 512, 49155),
      tie_word_embeddings: true,
      num_experts_per_tok: 8,
      num_local_experts: 40,
    },
    billion: 3.3,
  },
  'internlm/internlm2-20b': { config: rotary('internlm2', 48, 6144, 48, 8, 16384, 92544), billion: 19.86 },
  'meta-llama/Llama-4-Maverick-17B-128E': {
    config: {
      model_type: 'llama4',
      text_config: {
        ...rotary('llama4_text', 48, 5120, 40, 8, 8192, 202048),
        attention_chunk_size: 8192,
        head_dim: 128,
        interleave_moe_layer_step: 2,
        intermediate_size_mlp: 16384,
        num_experts_per_tok: 1,
        num_local_experts: 128,
      },
    },
    billion: 400,
    activeBillion: 17,
  },
  'MiniMaxAI/MiniMax-M2': {
    config: {
      ...rotary('minimax_m2', 62, 3072, 48, 8, 1536, 200064),
      head_dim: 128,
      num_experts_per_tok: 8,
      num_local_experts: 256,
    },
    billion: 229,
  },
  'mosaicml/mpt-30b': {
    config: {
      model_type: 'mpt',
      attn_config: { alibi: true },
      d_model: 7168,
      expansion_ratio: 4,
      max_seq_len: 8192,
      n_heads: 64,
      n_layers: 48,
      no_bias: true,
      vocab_size: 50432,
    },
    billion: 29.96,
  },
  'nvidia/Nemotron-4-340B-Base': { config: rotary('nemotron', 96, 18432, 96, 8, 73728, 256000), billion: 341 },
  'allenai/OLMo-2-1124-7B': { config: rotary('olmo2', 32, 4096, 32, 32, 11008, 100352), billion: 7.299 },
  'allenai/OLMoE-1B-7B-0924': {
    config: { ...rotary('olmoe', 16, 2048, 16, 16, 1024, 50304), num_experts: 64, num_experts_per_tok: 8 },
    billion: 6.92,
    activeBillion: 1.28,
  },
  'facebook/opt-66b': {
    config: {
      model_type: 'opt',
      ffn_dim: 36864,
      hidden_size: 9216,
      max_position_embeddings: 2048,
      num_attention_heads: 72,
      num_hidden_layers: 64,
      vocab_size: 50272,
      word_embed_proj_dim: 9216,
    },
    billion: 65.7,
  },
  'microsoft/Phi-3.5-MoE-instruct': {
    config: {
      ...rotary('phimoe', 32, 4096, 32, 8, 6400, 32064),
      attention_bias: true,
      num_experts_per_tok: 2,
      num_local_experts: 16,
    },
    billion: 41.9,
    activeBillion: 6.6,
  },
  'ByteDance-Seed/Seed-OSS-36B-Base': {
    config: { ...rotary('seed_oss', 64, 5120, 80, 8, 27648, 155136), attention_bias: true, head_dim: 128 },
    billion: 36.15,
  },
  'HuggingFaceTB/SmolLM3-3B': { config: rotary('smollm3', 36, 2048, 16, 4, 11008, 128256), billion: 3.08 },
  'stabilityai/stablelm-2-12b': { config: rotary('stablelm', 40, 5120, 32, 8, 13824, 100352), billion: 12.14 },
  'bigcode/starcoder2-3b': {
    config: { ...rotary('starcoder2', 30, 3072, 24, 2, 12288, 49152), sliding_window: 4096, use_bias: true },
    billion: 3.03,
  },
};

function shape(config: unknown): Architecture {
  const outcome = architectureFromHuggingFace(config);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.architecture;
}

describe('families', () => {
  it.each(Object.entries(PUBLISHED))('%s has its published size', (_, { config, billion, activeBillion }) => {
    const { total, active } = parameterCount(shape(config));
    expect(Math.abs(total / 1e9 / billion - 1)).toBeLessThan(0.012);
    if (activeBillion !== undefined) expect(Math.abs(active / 1e9 / activeBillion - 1)).toBeLessThan(0.06);
  });

  it('reads chunks and windows where a family has them', () => {
    const [command, scout] = ['CohereForAI/c4ai-command-a-03-2025', 'meta-llama/Llama-4-Maverick-17B-128E'];
    expect(shape(PUBLISHED[command]?.config).attentionWindow).toEqual([4096, 4096, 4096, null]);
    expect(shape(PUBLISHED[scout]?.config).attentionWindow).toEqual([8192, 8192, 8192, null]);
  });

  it('names a nested key that is no mapping', () => {
    const config = { ...PUBLISHED['databricks/dbrx-base']?.config, attn_config: 8 };
    expect(architectureFromHuggingFace(config)).toEqual({ ok: false, reason: 'attn_config must be a mapping' });
  });

  it('are all held by a published model, here or beside', () => {
    const held = new Set(Object.values(PUBLISHED).map(({ config }) => config['model_type']));
    const beside =
      'llama mistral mixtral qwen2 qwen2_moe qwen3 qwen3_moe deepseek_v2 deepseek_v3 gpt2 gpt_neox gemma gemma2 gemma3_text phi phi3 gpt_oss';
    const aliases =
      'gemma3 kimi_k2 glm glm4v_text glm4v_moe_text llama4_text qwen2_5_vl_text qwen3_vl_text qwen3_vl_moe_text';
    const untested = Object.keys(FAMILIES).filter(
      (type) => !held.has(type) && !`${beside} ${aliases}`.split(' ').includes(type),
    );
    expect(untested).toEqual(['ernie4_5', 'granite', 'olmo', 'olmo3']);
  });
});
