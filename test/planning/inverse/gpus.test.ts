import { describe, expect, it } from 'vitest';
import { fewestGpus } from '../../../src/planning/inverse/gpus.ts';
import type { Result } from '../../../src/result/schema.ts';

/** A job of so many GPU-seconds; counts that are not allowed do not run. */
const job =
  (gpuSeconds: number, runs: (gpus: number) => boolean = () => true) =>
  (gpus: number): Result | null =>
    runs(gpus) ? ({ training: { run_time_s: gpuSeconds / gpus } } as Result) : null;

describe('the fewest GPUs for a deadline', () => {
  it('is enough, and the next smaller count that runs is not', () => {
    for (const need of [3, 8, 9, 100, 700, 5000]) {
      const answer = fewestGpus(8, 1, job(need));
      if (answer === null) throw new Error('it can be done');
      expect(answer.gpus % 8).toBe(0);
      expect(answer.gpus).toBeGreaterThanOrEqual(need);
      // Sixteenths are tried between powers of two.
      expect(answer.gpus).toBeLessThanOrEqual(Math.max(8, need * (1 + 1 / 8) + 8));
      if (answer.tooFew !== null) {
        expect(answer.tooFew.gpus).toBeLessThan(answer.gpus);
        expect(answer.tooFew.runTimeS).toBeGreaterThan(1);
      }
    }
  });

  it('passes over counts that do not run', () => {
    const powersOnly = job(100, (gpus) => Number.isInteger(Math.log2(gpus)));
    expect(fewestGpus(8, 1, powersOnly)).toMatchObject({ gpus: 128, tooFew: { gpus: 64 } });
  });

  it('says so when none is enough', () => {
    expect(fewestGpus(8, 1, job(1e9))).toBeNull();
    expect(fewestGpus(8, 1, () => null)).toBeNull();
  });
});
