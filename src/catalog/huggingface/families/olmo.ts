import { windowPattern } from '../windows.ts';
import { decoder, type Family, mixture } from './decoder.ts';

export const olmo: Family = (config) => decoder(config);

/** Norms behind each block instead of before it: as many as elsewhere. */
export const olmo2: Family = (config) => decoder(config, { qkNorm: true });

/** The last of four layers sees everything. */
export const olmo3: Family = (config) => {
  const shape = olmo2(config);
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, (w) => [w, w, w, null]) };
};

export const olmoe: Family = (config) => {
  const shape = decoder(config, { qkNorm: true });
  return { ...shape, moe: mixture(config.count('num_experts', 64), config.count('num_experts_per_tok', 8), shape.ffn) };
};
