import { ConfigError } from '../config.ts';
import { decoder, type Family } from './decoder.ts';

/** Rows that OPT keeps before position 0 (transformers OPTLearnedPositionalEmbedding). */
const POSITION_OFFSET = 2;

export const opt: Family = (config) => {
  const hidden = config.count('hidden_size');
  const projected = config.count('word_embed_proj_dim', hidden);
  if (projected < hidden || projected > hidden) {
    throw new ConfigError('word_embed_proj_dim other than hidden_size cannot be expressed');
  }
  return decoder(config, {
    ffn: config.count('ffn_dim'),
    gated: false,
    norm: 'layernorm',
    linearBias: config.flag('enable_bias', true),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    learnedPositions: config.count('max_position_embeddings', 2048) + POSITION_OFFSET,
  });
};
