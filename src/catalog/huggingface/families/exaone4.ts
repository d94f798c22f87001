import { windowPattern } from '../windows.ts';
import { decoder, type Family } from './decoder.ts';

/** The last of four layers sees everything. */
export const exaone4: Family = (config) => {
  const shape = decoder(config, { qkNorm: true });
  return { ...shape, attentionWindow: windowPattern(config, shape.layers, (w) => [w, w, w, null]) };
};
