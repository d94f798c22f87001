import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, median, quantile, spearman, summarizeErrors } from './statistics.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('quantile', () => {
  it('interpolates between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6);
    expect(median([])).toBeNull();
  });

  it('lies between the least and the largest value', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const value = quantile(values, q) as number;
        expect(value).toBeGreaterThanOrEqual(Math.min(...values));
        expect(value).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('an error summary', () => {
  it('keeps magnitude and direction apart', () => {
    const summary = summarizeErrors([0.1, -0.3, 0.05]);
    expect(summary.n).toBe(3);
    expect(summary.medianAbsolute).toBeCloseTo(0.1);
    expect(summary.meanAbsolute).toBeCloseTo(0.15);
    expect(summary.bias).toBeCloseTo(-0.05);
    expect(summary.worst).toBe(-0.3);
  });

  it('has no values without rows', () => {
    expect(summarizeErrors([])).toEqual({
      n: 0,
      medianAbsolute: null,
      meanAbsolute: null,
      bias: null,
      p90Absolute: null,
      worst: null,
    });
    expect(mean([])).toBeNull();
  });
});

describe('rank correlation', () => {
  it('is one for any rising relation and minus one for any falling one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (x) => {
        expect(
          spearman(
            x,
            x.map((v) => v ** 3 + v),
          ),
        ).toBeCloseTo(1);
        expect(
          spearman(
            x,
            x.map((v) => -v),
          ),
        ).toBeCloseTo(-1);
      }),
    );
  });

  it('shares ranks among ties', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 x 5).
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.9487, 4);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
  });
});
