import { windowPattern } from '../windows.ts';
import { attentionKind, decoder, type Family } from './decoder.ts';

export const gemma: Family = (config) =>
  decoder(config, { tiedEmbeddings: config.flag('tie_word_embeddings', true) }, 256);

/** Local and global layers take turns, the first is local. */
export const gemma2: Family = (config) => {
  const shape = gemma(config);
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, (window) => [window, null]) };
};

/** Defaults that published Gemma 3 files leave out (transformers Gemma3TextConfig). */
const GEMMA3_DEFAULTS = { heads: 8, kvHeads: 4, headDim: 256, vocab: 262_208, pattern: 6 };

export const gemma3: Family = (config) => {
  const heads = config.count('num_attention_heads', GEMMA3_DEFAULTS.heads);
  const kvHeads = config.count('num_key_value_heads', GEMMA3_DEFAULTS.kvHeads);
  const layers = config.layers('num_hidden_layers');
  const pattern = config.count('sliding_window_pattern', GEMMA3_DEFAULTS.pattern);
  const period = (window: number): (number | null)[] => [...Array.from({ length: pattern - 1 }, () => window), null];
  return {
    layers,
    hidden: config.count('hidden_size'),
    heads,
    kvHeads,
    headDim: config.count('head_dim', GEMMA3_DEFAULTS.headDim),
    ffn: config.count('intermediate_size'),
    gated: true,
    vocab: config.count('vocab_size', GEMMA3_DEFAULTS.vocab),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    attention: attentionKind(heads, kvHeads),
    mla: null,
    moe: null,
    mtpLayers: 0,
    norm: 'rmsnorm',
    learnedPositions: 0,
    linearBias: false,
    qkvBias: false,
    qkNorm: true,
    attentionWindow: windowPattern(config, layers, period),
  };
};
