import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryLayers, stageCounts } from '../../src/training/stages.ts';
import { planWith } from '../evaluation/fixture.ts';

const { layout: base } = planWith();

describe('layers per stage', () => {
  it('lose none and differ by one at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 96, max: 200 }),
        (p, v, layers) => {
          const sizes = entryLayers({ ...base, pipeline: p, virtualPipeline: v, pipelineLayout: null }, layers);
          expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(layers);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('follow a given layout in model order, entries of 0 included', () => {
    const layout = { ...base, pipeline: 2, virtualPipeline: 2, pipelineLayout: [0, 2, 1, 1] };
    // Kinds in model order: dense, dense, expert, expert. Entry e runs on stage e mod 2.
    expect(stageCounts(layout, [0, 0, 1, 1], 2)).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });
});
