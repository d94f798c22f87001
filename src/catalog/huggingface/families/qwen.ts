import type { MixtureOfExperts } from '../../types.ts';
import { ConfigError, type HuggingFaceConfig } from '../config.ts';
import { shortestPeriod, windowPattern } from '../windows.ts';
import { decoder, type Family, mixture, type Shape } from './decoder.ts';

/** `sliding_window` is written into every file but counts only with `use_sliding_window`, and then from a layer on. */
function qwenWindows(config: HuggingFaceConfig, layers: number): Shape['attentionWindow'] {
  if (!config.flag('use_sliding_window', false)) return [];
  const from = config.countOrZero('max_window_layers', layers);
  return windowPattern(config, layers, (window) =>
    shortestPeriod(Array.from({ length: layers }, (_, layer) => (layer >= from ? window : null))),
  );
}

export const qwen2: Family = (config) => {
  const shape = decoder(config, { qkvBias: true });
  return { ...shape, attentionWindow: qwenWindows(config, shape.layers) };
};

export const qwen3: Family = (config) => {
  const shape = decoder(config, { qkNorm: true, qkvBias: config.flag('attention_bias', false) }, 128);
  return { ...shape, attentionWindow: qwenWindows(config, shape.layers) };
};

export const qwen2Moe: Family = (config) => {
  const sharedFfn = config.count('shared_expert_intermediate_size');
  return { ...qwen2(config), moe: qwenExperts(config, { sharedExperts: 1, sharedFfn }) };
};

export const qwen3Moe: Family = (config) => ({ ...qwen3(config), moe: qwenExperts(config) });

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
