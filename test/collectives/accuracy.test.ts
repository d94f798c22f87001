import { describe, expect, it } from 'vitest';
import { collectives } from '../validation/collectives.ts';

interface Report {
  readonly targets: readonly { readonly name: string; readonly words: string; readonly met: boolean | null }[];
}

describe('the collectives against every published curve', () => {
  const { targets } = collectives.run({ sets: [], families: [], everyRow: false }).json as Report;
  const held = targets.filter(({ met }) => met !== null);

  it('are held to many targets', () => expect(held.length).toBeGreaterThan(15));

  it.each(held.map((target) => [target.name.trim(), target] as const))('%s', (_name, { met, words }) => {
    expect(met, words).toBe(true);
  });
});
