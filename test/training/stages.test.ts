import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryLayers, stageContents } from '../../src/training/stages.ts';
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

  it('follow the cost where the framework balances it: 16 layers and an output layer worth 4, or 28 and one worth 1.5', () => {
    const on = (pipeline: number) => ({ ...base, pipeline, virtualPipeline: 1, pipelineLayout: null });
    expect(entryLayers(on(2), 16, 4)).toEqual([10, 6]);
    expect(entryLayers(on(4), 16, 4)).toEqual([5, 5, 5, 1]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 130 }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (p, layers, head) => {
          const sizes = entryLayers(on(p), layers, head);
          expect(sizes).toHaveLength(p);
          expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(layers);
        },
      ),
    );
  });

  it('follow a given layout in model order, entries of 0 included', () => {
    const layout = { ...base, pipeline: 2, virtualPipeline: 2, pipelineLayout: [0, 2, 1, 1] };
    // Kinds in model order: dense, dense, expert, expert. Entry e runs on stage e mod 2.
    expect(stageContents(layout, [0, 0, 1, 1], 2)).toEqual([
      { layers: [0, 1], embedding: true, head: false },
      { layers: [2, 1], embedding: false, head: true },
    ]);
  });

  it('go down the ranks and back up under ZB-V: the first one holds both ends of the model', () => {
    const layout = {
      ...base,
      schedule: 'zb-v' as const,
      pipeline: 2,
      virtualPipeline: 1,
      pipelineLayout: [1, 2, 3, 4],
    };
    expect(stageContents(layout, new Array<number>(10).fill(0), 1)).toEqual([
      { layers: [5], embedding: true, head: true },
      { layers: [5], embedding: false, head: false },
    ]);
  });

  it('lie on two ranks each under DualPipe', () => {
    const layout = {
      ...base,
      schedule: 'dual-pipe' as const,
      pipeline: 4,
      virtualPipeline: 1,
      pipelineLayout: [1, 2, 3, 4],
    };
    const contents = stageContents(layout, new Array<number>(10).fill(0), 1);
    expect(contents.map(({ layers }) => layers[0])).toEqual([5, 5, 5, 5]);
    expect(contents.map(({ head }) => head)).toEqual([true, false, false, true]);
  });
});
