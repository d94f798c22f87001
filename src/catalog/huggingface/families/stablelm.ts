import { decoder, type Family } from './decoder.ts';

export const stablelm: Family = (config) =>
  decoder(config, { norm: 'layernorm', qkvBias: config.flag('use_qkv_bias', false) });
