import { GIB, KIB, MIB, PIB, TIB } from './constants.ts';

/** Decimal prefixes from one up. `k` is the SI spelling; `K` is accepted because memory and link sheets print it. */
export const DECIMAL: readonly (readonly [string, number])[] = [
  ['', 1],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
];

/** Binary prefixes of IEC 80000-13. */
export const BINARY: readonly (readonly [string, number])[] = [
  ['Ki', KIB],
  ['Mi', MIB],
  ['Gi', GIB],
  ['Ti', TIB],
  ['Pi', PIB],
];
