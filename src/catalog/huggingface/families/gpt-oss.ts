import { windowPattern } from '../windows.ts';
import { decoder, type Family, mixture } from './decoder.ts';

export const gptOss: Family = (config) => {
  const shape = decoder(config, { linearBias: config.flag('attention_bias', true) }, 64);
  const experts = config.count(config.named('num_local_experts', 'num_experts'));
  const topK = config.count(config.named('num_experts_per_tok', 'experts_per_token'));
  const attentionWindow = windowPattern(config, shape.layers, (window) => [window, null]);
  return { ...shape, moe: mixture(experts, topK, shape.ffn), attentionWindow };
};
