import type { HuggingFaceConfig } from '../config.ts';
import { shortestPeriod } from '../windows.ts';
import { decoder, type Family, mixture, type Shape } from './decoder.ts';

/** Layers between two that see everything, where the file has no list (transformers Llama4TextConfig). */
const DEFAULT_GROUP = 4;

export const llama4: Family = (config) => {
  const shape = decoder(config, { ffn: config.count('intermediate_size_mlp'), qkNorm: false });
  const expertWidth = config.count('intermediate_size');
  const experts = mixture(config.count('num_local_experts'), config.count('num_experts_per_tok', 1), expertWidth, {
    sharedExperts: 1,
    every: config.count('interleave_moe_layer_step', 1),
  });
  return { ...shape, moe: experts, attentionWindow: chunks(config, shape.layers) };
};

/** A chunk as a window of its size: the same up to that length, beyond it at most twice what a query sees. */
function chunks(config: HuggingFaceConfig, layers: number): Shape['attentionWindow'] {
  const chunk = config.optionalCount('attention_chunk_size');
  if (chunk === null) return [];
  const types = config.list('layer_types');
  const isFull = (layer: number): boolean =>
    types.length === layers ? types[layer] === 'full_attention' : (layer + 1) % DEFAULT_GROUP === 0;
  return shortestPeriod(Array.from({ length: layers }, (_, layer) => (isFull(layer) ? null : chunk)));
}
