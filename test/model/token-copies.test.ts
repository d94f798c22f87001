import { describe, expect, it } from 'vitest';
import { distinctPlaces } from '../../src/model/token-copies.ts';

describe('distinct nodes that a token visits', () => {
  // 256 experts, top 8 (DeepSeek-V3): the exact expectation for N nodes.
  it.each([
    [2, 1.993],
    [4, 3.614],
    [8, 5.295],
    [16, 6.523],
    [32, 7.267],
  ])('on %s nodes: %s', (nodes, expected) => {
    expect(distinctPlaces(256, 8, nodes)).toBeCloseTo(expected, 3);
  });

  it('is one copy when one expert is chosen', () => {
    expect(distinctPlaces(64, 1, 8)).toBeCloseTo(1, 12);
  });
});
