import { describe, expect, it } from 'vitest';
import { economics } from '../../src/economics/economics.ts';
import { influence } from '../../src/economics/influence.ts';
import { dgxH100, planOf, training, twoTier } from './fixture.ts';

describe('the tornado', () => {
  const rows = influence(planOf(), twoTier, training);
  const own = economics(planOf(), twoTier, training).cost.tco_usd_per_gpu_hour ?? Number.NaN;

  it('has ten bars, the longest first, the price of the servers on top', () => {
    const lengths = rows.map(({ low, high }) => Math.abs(high - low));
    expect(rows).toHaveLength(10);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(rows[0]?.input).toBe('price of servers');
  });

  it('has bars that hold the planned cost', () => {
    for (const { low, high } of rows) {
      expect(Math.min(low, high)).toBeLessThanOrEqual(own + 1e-12);
      expect(Math.max(low, high)).toBeGreaterThanOrEqual(own - 1e-12);
    }
  });

  it('ends where the changed plan ends', () => {
    const bar = rows.find(({ input }) => input === 'economics.colocation_usd_per_kw_month');
    const dear = planOf({ economics: { colocationUsdPerKwMonth: 217.3 } });
    expect(bar?.high).toBeCloseTo(economics(dear, twoTier, training).cost.tco_usd_per_gpu_hour ?? Number.NaN, 12);
  });

  it('of a cluster whose cost is unknown, or fixed by the rent, has no bars', () => {
    expect(influence(planOf({ cluster: { server: { ...dgxH100, priceUsd: null } } }), twoTier, training)).toEqual([]);
    expect(influence(planOf({ economics: { rentUsdPerGpuHour: 2 } }), twoTier, training)).toEqual([]);
  });
});
