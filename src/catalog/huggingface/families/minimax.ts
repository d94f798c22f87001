import { decoder, type Family, mixture } from './decoder.ts';

/** MiniMax-M2: full attention in all layers, experts in all layers. */
export const minimaxM2: Family = (config) => {
  const shape = decoder(config, { qkNorm: config.flag('use_qk_norm', true) });
  return { ...shape, moe: mixture(config.count('num_local_experts'), config.count('num_experts_per_tok'), shape.ffn) };
};
