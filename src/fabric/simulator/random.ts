/** Mixes two integers into 32 evenly spread bits (the finalizer of MurmurHash3, public domain, applied twice). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 14)) >>> 0;
}

/** Numbers in [0, 1) from a seed: the same seed, the same numbers. */
function randomFrom(seed: number): () => number {
  let count = 0;
  return () => mix(seed, ++count) / 2 ** 32;
}

/** The given items in an order that depends on the seed only (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  const random = randomFrom(seed);
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
