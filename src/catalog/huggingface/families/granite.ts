import { decoder, type Family, mixture } from './decoder.ts';

export const granite: Family = (config) => decoder(config, { qkvBias: config.flag('attention_bias', false) });

export const graniteMoe: Family = (config) => {
  const shape = granite(config);
  const experts = config.count('num_local_experts', 8);
  return { ...shape, moe: mixture(experts, config.count('num_experts_per_tok', 2), shape.ffn) };
};
