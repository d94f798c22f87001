import { windowPattern } from '../windows.ts';
import { decoder, everyLayer, type Family } from './decoder.ts';

export const starcoder2: Family = (config) => {
  const shape = decoder(config, {
    gated: false,
    norm: 'layernorm',
    linearBias: config.flag('use_bias', true),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
  });
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, everyLayer) };
};
