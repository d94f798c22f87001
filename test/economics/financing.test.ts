import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalUsdPerMonth } from '../../src/economics/financing.ts';

const annuity = { amortizationYears: 6, financing: 'annuity', waccFraction: 0.1025 } as const;

describe('capital per month', () => {
  it('is the ordinary annuity of the published H200 case', () => {
    expect(capitalUsdPerMonth(361255, annuity)).toBeCloseTo(6738.184701, 5);
  });

  it.each([
    ['effective monthly rate', 6655.777318],
    ['annuity due', 6681.116828],
    ['annual payment / 12', 6962.952014],
    ['straight line', 5017.430556],
  ])('is not the %s', (_convention, usd) => {
    expect(Math.abs(capitalUsdPerMonth(361255, annuity) / usd - 1)).toBeGreaterThan(0.005);
  });

  it('in a straight line ignores WACC', () => {
    expect(capitalUsdPerMonth(361255, { ...annuity, financing: 'straight-line' })).toBeCloseTo(5017.430556, 5);
  });

  it('at WACC 0 is capex / months, and close to it at a tiny WACC', () => {
    expect(capitalUsdPerMonth(72000, { ...annuity, waccFraction: 0 })).toBe(1000);
    expect(capitalUsdPerMonth(72000, { ...annuity, waccFraction: 1e-12 })).toBeCloseTo(1000, 6);
  });

  it('repays the capex: discounted payments sum to it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 15 }),
        (waccFraction, years) => {
          const payment = capitalUsdPerMonth(1e6, { financing: 'annuity', waccFraction, amortizationYears: years });
          let value = 0;
          for (let month = 1; month <= 12 * years; month++) value += payment / (1 + waccFraction / 12) ** month;
          expect(value / 1e6).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
