import { decoder, type Family } from './decoder.ts';

/** Nemotron-4 and Minitron: squared ReLU, so no gate. */
export const nemotron: Family = (config) =>
  decoder(config, { gated: false, norm: 'layernorm', qkvBias: config.flag('attention_bias', false) });
