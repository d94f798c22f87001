import { windowPattern } from '../windows.ts';
import { decoder, type Family } from './decoder.ts';

const DEFAULT_PATTERN = 4;

export const cohere: Family = (config) =>
  decoder(config, {
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    qkvBias: config.flag('attention_bias', false),
    qkNorm: config.flag('use_qk_norm', false),
  });

/** The last layer of each group sees everything. */
export const cohere2: Family = (config) => {
  const shape = cohere(config);
  const group = config.count('sliding_window_pattern', DEFAULT_PATTERN);
  const period = (window: number): (number | null)[] => [...Array.from({ length: group - 1 }, () => window), null];
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, period) };
};
