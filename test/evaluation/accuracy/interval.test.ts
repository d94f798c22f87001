import { describe, expect, it } from 'vitest';
import { stepTimeInterval } from '../../../src/evaluation/accuracy/interval.ts';
import { planWith } from '../fixture.ts';

describe('the interval of a step time', () => {
  it('holds the prediction and says what it rests on', () => {
    const { interval } = stepTimeInterval(planWith().plan, 10);
    if (interval === null) throw new Error('H100 runs are published');
    expect(interval.low).toBeLessThan(10);
    expect(interval.high).toBeGreaterThan(10);
    expect(interval.coverage_fraction).toBe(0.8);
    expect(interval.basis).toMatch(/^\d+ published configurations of \d+ families \(dense, 16-bit precision\)/);
  });

  it('is wider for experts than for dense models', () => {
    const dense = stepTimeInterval(planWith().plan, 1).interval;
    const moe = stepTimeInterval(
      planWith({ workload: { model: 'mixtral-8x7b', parallelism: { tensor: 4, expert: 8 }, recompute: 'full' } }).plan,
      1,
    ).interval;
    expect(moe?.high ?? 0).toBeGreaterThan(dense?.high ?? 0);
  });

  it('is unvalidated on hardware that nobody published steps of', () => {
    const { interval, reason } = stepTimeInterval(
      planWith({ gpus: { type: 'mi300x' }, workload: { recompute: 'full' } }).plan,
      1,
    );
    expect(interval).toBeNull();
    expect(reason).toMatch(/^unvalidated/);
  });
});
