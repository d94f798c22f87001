import { decoder, type Family } from './decoder.ts';

/** xIELU has no gate. */
export const apertus: Family = (config) => decoder(config, { gated: false, qkNorm: true });
