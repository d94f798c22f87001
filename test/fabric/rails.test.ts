import { describe, expect, it } from 'vitest';
import { fabricOf } from './fixture.ts';

const counts = (nodes: number, shape = {}): number[] =>
  fabricOf({ nodes, ports: 64, topology: { kind: 'rail-optimized', tiers: 'auto', shape } }).tiers.map(
    ({ switches }) => switches,
  );

describe('a rail-optimized unit', () => {
  // DGX SuperPOD H100: 8 leaves a scalable unit of 31 or 32 nodes.
  it.each([
    [9, [8, 4]],
    [16, [8, 4]],
    [31, [8, 4]],
    [32, [8, 4]],
    [33, [16, 8]],
    [63, [16, 8]],
    [127, [32, 16]],
  ])('of %d nodes has one leaf a rail: %j', (nodes, switches) => {
    expect(counts(nodes)).toEqual(switches);
  });

  it('has fewer leaves where rails share them, as stated', () => {
    expect(counts(16, { rails_per_leaf: 2 })).toEqual([4, 2]);
  });

  it('fits one switch while that has the ports', () => {
    expect(counts(8)).toEqual([1]);
  });
});
