import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeResult } from '../../src/evaluation/range.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { planOf, training, twoTier } from './fixture.ts';

const betterNetwork = {
  infiniteNetworkStepTimeS: 8,
  nicBandwidthElasticity: -0.1,
  slowerByMicrosecondStepTimeS: 10.002,
  doubleRateStepTimeS: 8.5,
  flatFabricStepTimeS: 9,
};
const rangeOf = (plan: Plan) => rangeResult(plan, twoTier, { ...training, betterNetwork, lostS: { data_exposed: 1 } });

const assumed = (...keys: string[]): Plan['assumptions'] =>
  keys.map((key) => ({ path: `economics.${key}`, value: null, unit: null, source: '', confidence: 'memory' }));
const ends = (key: string, low: number, high: number) =>
  Object.fromEntries(
    [[`range_${key}_low`, low] as const, [`range_${key}_high`, high] as const].map(([id, value]) => [
      id,
      { value, unit: '', source: 'test', confidence: 'judgement' as const },
    ]),
  );

/** Every number of a tree by path. */
function numbers(tree: unknown, path = ''): (readonly [string, number])[] {
  if (typeof tree === 'number') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, child]) => numbers(child, `${path}.${key}`));
}

/** Shares go either way as their wholes grow. */
const rises = (path: string): boolean => !/fraction/.test(path);

const plans = fc
  .record({
    prices: fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 3, maxLength: 3 }),
    pue: fc.double({ min: 1, max: 2, noNaN: true }),
    electricityUsdPerKwh: fc.double({ min: 0, max: 1, noNaN: true }),
    open: fc.subarray(['pue', 'electricity_usd_per_kwh', 'colocation_usd_per_kw_month']),
    priceLevel: fc.constantFrom('low' as const, 'typical' as const, 'high' as const),
  })
  .map(({ prices, open, ...terms }): Plan => {
    const [low = 0, typical = 0, high = 0] = [...prices].sort((a, b) => a - b);
    const plan = planOf({ economics: { ...terms, serverUsd: { low, typical, high } } });
    const constants = { ...plan.constants, ...ends('pue', 1.1, 1.54), ...ends('electricity_usd_per_kwh', 0.06, 0.12) };
    return { ...plan, assumptions: assumed(...open), constants };
  });

describe('the range', () => {
  it('low <= typical <= high for every amount of money, power and carbon', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { range } = rangeOf(plan);
        const [low, typical, high] = [range.low, range.typical, range.high].map((level) => new Map(numbers(level)));
        for (const [path, value] of typical ?? []) {
          if (!rises(path)) continue;
          expect([path, low?.get(path)]).toEqual([path, expect.any(Number)]);
          expect(low?.get(path) ?? Number.NaN).toBeLessThanOrEqual(value * (1 + 1e-12));
          expect(high?.get(path) ?? Number.NaN).toBeGreaterThanOrEqual(value * (1 - 1e-12));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves what the spec states as stated', () => {
    const plan = { ...planOf({ economics: { pue: 1.2 } }), assumptions: [] };
    const { range } = rangeOf(plan);
    expect(range.varied).toEqual(['economics.price_level']);
    expect(range.low.power).toEqual(range.high.power);
  });

  it('holds the plan itself at its own level, and tells why what is unknown is unknown at each', () => {
    const plan = planOf({ cluster: { server: null } });
    const { range, reasons } = rangeOf(plan);
    expect(range.typical.cost.price_level).toBe('typical');
    for (const level of ['low', 'typical', 'high'] as const) {
      expect(range[level].cost.capex_usd.total).toBeNull();
      expect(reasons[`range.${level}.cost.capex_usd.total`]).toContain('no published price');
    }
  });
});
