import type { HuggingFaceConfig } from '../config.ts';
import { attentionKind, evenShare, type Shape } from './decoder.ts';

/** How a file of GPT's kind names the sizes. */
export interface GptKeys {
  readonly hidden: string;
  readonly heads: string;
  readonly layers: string;
}

/** GPT's decoder: ungated, LayerNorm, biases, one table for both ends, and four times the width inside unless told otherwise. */
export function gptDecoder(config: HuggingFaceConfig, keys: GptKeys, overrides: Partial<Shape> = {}): Shape {
  const hidden = config.count(keys.hidden);
  const heads = config.count(keys.heads);
  const kvHeads = overrides.kvHeads ?? heads;
  return {
    layers: config.layers(keys.layers),
    hidden,
    heads,
    kvHeads,
    headDim: evenShare(hidden, heads),
    ffn: 4 * hidden,
    gated: false,
    vocab: config.count('vocab_size'),
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    attention: attentionKind(heads, kvHeads),
    mla: null,
    moe: null,
    mtpLayers: 0,
    norm: 'layernorm',
    learnedPositions: 0,
    linearBias: true,
    qkvBias: false,
    qkNorm: false,
    attentionWindow: [],
    ...overrides,
  };
}
