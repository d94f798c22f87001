import type { HuggingFaceConfig } from '../config.ts';
import type { Family, Shape } from './decoder.ts';
import { gptDecoder } from './gpt.ts';

function learned(config: HuggingFaceConfig, overrides: Partial<Shape> = {}): Shape {
  const keys = { hidden: 'n_embd', heads: 'n_head', layers: 'n_layer' };
  return gptDecoder(config, keys, {
    ffn: config.count('n_inner', 4 * config.count('n_embd')),
    learnedPositions: config.count(config.named('n_positions', 'n_ctx')),
    ...overrides,
  });
}

export const gpt2: Family = (config) => learned(config);

/** StarCoder and SantaCoder: GPT-2 whose heads share one key and value. */
export const gptBigcode: Family = (config) => learned(config, config.flag('multi_query', true) ? { kvHeads: 1 } : {});
