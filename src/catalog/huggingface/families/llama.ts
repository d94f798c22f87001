import { windowPattern } from '../windows.ts';
import { decoder, everyLayer, type Family, mixture } from './decoder.ts';

export const llama: Family = (config) => {
  const attentionBias = config.flag('attention_bias', false);
  const linearBias = attentionBias && config.flag('mlp_bias', false);
  return decoder(config, { linearBias, qkvBias: attentionBias });
};

export const mistral: Family = (config) => {
  const shape = decoder(config);
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, everyLayer) };
};

export const mixtral: Family = (config) => {
  const shape = mistral(config);
  const experts = mixture(config.count('num_local_experts', 8), config.count('num_experts_per_tok', 2), shape.ffn);
  return { ...shape, moe: experts };
};

/** SmolLM3's layers without rotary positions cost the same. */
export const smollm3: Family = (config) =>
  decoder(config, { tiedEmbeddings: config.flag('tie_word_embeddings', true) });
