import { decoder, type Family, mixture } from './decoder.ts';

export const phimoe: Family = (config) => {
  const shape = decoder(config, { norm: 'layernorm', qkvBias: config.flag('attention_bias', false) });
  const experts = config.count('num_local_experts', 16);
  return { ...shape, moe: mixture(experts, config.count('num_experts_per_tok', 2), shape.ffn) };
};
