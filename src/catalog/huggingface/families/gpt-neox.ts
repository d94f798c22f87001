import { decoder, type Family } from './decoder.ts';

/** Ungated layers with biases and LayerNorm, as GPT-NeoX and the first Phi models have them. */
export const gptNeox: Family = (config) => decoder(config, { gated: false, norm: 'layernorm', linearBias: true });
