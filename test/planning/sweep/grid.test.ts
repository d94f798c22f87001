import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grid, shardPoint, shardSize } from '../../../src/planning/sweep/grid.ts';

const axis = (name: string, count: number) => ({
  paths: [name],
  values: [Array.from({ length: count }, (_, i) => `${i}`)],
  steps: count,
});

describe('a grid', () => {
  it('is the cross product, the last field fastest', () => {
    const points = grid([axis('a', 2), axis('b', 3)]);
    const all = Array.from({ length: points.points }, (_, i) => points.at(i + 1).values.join(''));
    expect(all).toEqual(['00', '01', '02', '10', '11', '12']);
  });

  it('is cut into shards that hold every point once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 40 }), (points, of) => {
        const seen = Array.from({ length: of }, (_, i) => ({ index: i + 1, of })).flatMap((shard) =>
          Array.from({ length: shardSize(points, shard) }, (_, n) => shardPoint(n, shard)),
        );
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: points }, (_, i) => i + 1));
      }),
    );
  });

  it('costs nothing for a billion points', () => {
    const points = grid([axis('a', 1000), axis('b', 1000), axis('c', 1000)]);
    expect(points.points).toBe(1e9);
    expect(points.at(1e9).values).toEqual(['999', '999', '999']);
  });
});
