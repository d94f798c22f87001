import type { Family } from './decoder.ts';
import { gptDecoder } from './gpt.ts';

export const bloom: Family = (config) =>
  gptDecoder(config, {
    hidden: config.named('hidden_size', 'n_embed'),
    heads: config.named('n_head', 'num_attention_heads'),
    layers: config.named('n_layer', 'num_hidden_layers'),
  });
