import { describe, expect, it } from 'vitest';
import { chunksPerRank, scheduleProblem } from '../../src/spec/schedule-rules.ts';

describe('what a schedule asks for', () => {
  it.each([
    ['dual-pipe', 3, 12, /even number/],
    ['dual-pipe', 4, 9, /micro-batches/],
    ['dual-pipe', 4, 6, /8/],
    ['dual-pipe', 4, 8, null],
    ['dual-pipe', 1, 1, null],
    ['1f1b', 3, 1, null],
    ['zb-v', 3, 1, null],
  ] as const)('%s with %s stages and %s micro-batches: %s', (schedule, stages, batches, problem) => {
    const found = scheduleProblem(schedule, stages, batches);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });

  it('gives ZB-V two chunks a rank, and others their virtual stages', () => {
    expect(chunksPerRank('zb-v', 4, 1)).toBe(2);
    expect(chunksPerRank('interleaved', 4, 3)).toBe(3);
    expect(chunksPerRank('zb-v', 1, 1)).toBe(1);
  });
});
