import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { starterSpec } from '../../src/spec/init.ts';
import { runInMemory } from '../golden/run-in-memory.ts';
import { places, planOf } from './fixture.ts';

describe('the starter spec', () => {
  it('is analyzed with exit 0 as it stands', async () => {
    const { exitCode, stderr } = await runInMemory(['analyze', 'c.yaml'], { 'c.yaml': starterSpec({}) });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('has no mistake for any GPU of the catalog and any number of them', () => {
    for (const { id } of builtinCatalog.gpus) {
      for (const gpus of [1, 4, 72, 1000, 16384]) {
        const errors = places(starterSpec({ gpu: id, gpus })).filter((place) => !place.startsWith('FP9'));
        expect([id, gpus, errors]).toEqual([id, gpus, []]);
        expect(planOf(starterSpec({ gpu: id, gpus })).cluster).toMatchObject({ gpus, gpu: { id } });
      }
    }
  });

  it('has no mistake in the lines that are commented out', () => {
    const text = starterSpec({})
      .replace(/^(\s*)# (\w+:.*)$/gm, '$1$2')
      .replace(/^#\s*(economics|power):$/gm, '$1:')
      .replace(/^#( {3}\w+:.*)$/gm, '$1');
    expect(text).toMatch(/^power:\n {3}facility_cap/m);
    expect(places(text).filter((place) => !place.startsWith('FP9'))).toEqual([]);
  });
});
