import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossing } from '../../src/evaluation/root.ts';

/** A rising function of straight pieces, flat ones among them, and where it crosses zero at the latest. */
const pieces = fc
  .array(fc.record({ width: fc.double({ min: 0.01, max: 100, noNaN: true }), slope: fc.integer({ min: 0, max: 5 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .filter((list) => list.some(({ slope }) => slope > 0));

function rising(list: readonly { width: number; slope: number }[], shift: number) {
  const f = (at: number): number => {
    let [left, sum] = [at - 0.001, 0];
    for (const { width, slope } of list) {
      sum += Math.min(width, Math.max(0, left)) * slope;
      left -= width;
    }
    return sum;
  };
  const last = 0.001 + list.reduce((sum, { width }) => sum + width, 0);
  const level = f(last) * shift;
  return { last, height: f(last), f: (at: number) => f(at) - level };
}

describe('crossing', () => {
  it('ends below zero, near enough or next to a place above it, after few evaluations', () => {
    fc.assert(
      fc.property(pieces, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, shift) => {
        const { f, last, height } = rising(list, shift);
        let evaluations = 0;
        const counted = (at: number) => {
          evaluations++;
          return f(at);
        };
        const [below, above] = [0.001, last].map((at) => ({ at, value: f(at) }));
        if (below === undefined || above === undefined) return;
        const found = crossing(counted, below, above, 1e-3, 1e-4 * height);
        expect(f(found)).toBeLessThanOrEqual(0);
        const near = f(found) >= -1e-4 * height;
        expect(near || f(found * 1.0011) > 0).toBe(true);
        expect(evaluations).toBeLessThan(60);
      }),
    );
  });

  it('takes one evaluation where the function is a straight line', () => {
    let evaluations = 0;
    const f = (at: number) => {
      evaluations++;
      return at - 0.3;
    };
    expect(crossing(f, { at: 0.001, value: -0.299 }, { at: 1, value: 0.7 }, 1e-3, 1e-4)).toBeCloseTo(0.3, 3);
    expect(evaluations).toBe(1);
  });
});
