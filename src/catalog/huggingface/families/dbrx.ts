import type { Family } from './decoder.ts';
import { mixture } from './decoder.ts';
import { gptDecoder } from './gpt.ts';

export const dbrx: Family = (config) => {
  const [attention, experts] = [config.section('attn_config'), config.section('ffn_config')];
  const ffn = experts.count('ffn_hidden_size');
  return gptDecoder(
    config,
    { hidden: 'd_model', heads: 'n_heads', layers: 'n_layers' },
    {
      kvHeads: attention.count('kv_n_heads'),
      ffn,
      gated: true,
      linearBias: false,
      tiedEmbeddings: config.flag('tie_word_embeddings', false),
      moe: mixture(experts.count('moe_num_experts'), experts.count('moe_top_k'), ffn),
    },
  );
};
