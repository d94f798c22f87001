import { describe, expect, it } from 'vitest';
import { economics } from '../../src/economics/economics.ts';
import { planOf, training, twoTier } from './fixture.ts';

const ceiling = {
  infiniteNetworkStepTimeS: 8,
  nicBandwidthElasticity: -0.1,
  slowerByMicrosecondStepTimeS: 10.002,
  doubleRateStepTimeS: 8.5,
  flatFabricStepTimeS: 9,
};
const costOf = (plan = planOf(), betterNetwork: typeof ceiling | undefined = ceiling) =>
  economics(plan, twoTier, { ...training, betterNetwork, lostS: { data_exposed_s: 1.5, pipeline_bubble_s: 0.5 } }).cost;
const usd = (value: number | null | undefined): number => value ?? Number.NaN;

describe('a better network', () => {
  const cost = costOf();
  const perYear = usd(cost.tco_usd_per_gpu_hour) * 1024 * 8760;

  it('of twice the rate breaks even per NIC, a flat one per GPU', () => {
    const yearlyPerDollar = (12 * usd(cost.capital_usd_per_month)) / usd(cost.capex_usd.total);
    const { network_value: value } = cost;
    expect(value?.double_rate_usd_per_year).toBeCloseTo(perYear * 0.15, 3);
    expect(usd(value?.double_rate_break_even_usd_per_nic) * 1024 * yearlyPerDollar).toBeCloseTo(perYear * 0.15, 3);
    expect(usd(value?.flat_fabric_break_even_usd_per_gpu) * 1024 * yearlyPerDollar).toBeCloseTo(perYear * 0.1, 3);
  });

  it('by a microsecond is worth the share of the step that a microsecond more costs', () => {
    expect(cost.usd_per_microsecond_year).toBeCloseTo(perYear * 0.0002, 3);
  });

  it('that nobody timed has no price, and says why', () => {
    const { cost: untold, reasons } = economics(planOf(), twoTier, training);
    expect([untold.usd_per_microsecond_year, untold.network_value]).toEqual([null, undefined]);
    expect(reasons['cost.usd_per_microsecond_year']).toContain('not asked for');
  });

  it('that is perfect saves the share of the step that the network costs', () => {
    expect(cost.network_value?.perfect_network_usd_per_year).toBeCloseTo(perYear * 0.2, 3);
  });

  it('pays for itself at the break-even price: its capital costs a year what it saves', () => {
    const perGpu = usd(cost.network_value?.break_even_usd_per_gpu);
    const yearlyPerDollar = (12 * usd(cost.capital_usd_per_month)) / usd(cost.capex_usd.total);
    expect(perGpu * 1024 * yearlyPerDollar).toBeCloseTo(perYear * 0.2, 3);
  });

  it('by one Gb/s of 400 is worth elasticity / 400 of the yearly cost', () => {
    expect(cost.network_value?.usd_per_gbit_per_s_year).toBeCloseTo((perYear * 0.1) / 400, 6);
  });

  it('is worth nothing where the step does not wait for it, never less', () => {
    const idle = costOf(planOf(), {
      infiniteNetworkStepTimeS: 10,
      nicBandwidthElasticity: 0.01,
      slowerByMicrosecondStepTimeS: 10,
      doubleRateStepTimeS: 10,
      flatFabricStepTimeS: 10.1,
    });
    const worth = Object.entries(idle.network_value ?? {}).filter(([name]) => name.includes('usd'));
    expect(new Set(worth.map(([, usd]) => usd))).toEqual(new Set([0]));
    expect(worth).toHaveLength(7);
    expect(idle.usd_per_microsecond_year).toBe(0);
  });

  it('of a rented cluster has no break-even price, and says why', () => {
    const { cost, reasons } = economics(planOf({ economics: { rentUsdPerGpuHour: 2 } }), twoTier, {
      ...training,
      betterNetwork: ceiling,
    });
    expect(cost.network_value?.break_even_usd_per_gpu).toBeNull();
    expect(reasons['cost.network_value.break_even_usd_per_gpu']).toContain('rented');
    expect(cost.network_value?.perfect_network_usd_per_year).toBeCloseTo(2 * 1024 * 8760 * 0.2, 3);
  });
});

it('lost time costs its share of the year, by cause', () => {
  const { lost_usd_per_year, idle_usd_per_hour } = costOf();
  expect(lost_usd_per_year?.['data_exposed_s']).toBeCloseTo(3 * usd(lost_usd_per_year?.['pipeline_bubble_s']), 3);
  const all = Object.values(lost_usd_per_year ?? {}).reduce<number>((sum, part) => sum + usd(part), 0);
  expect(all).toBeCloseTo(usd(idle_usd_per_hour) * 8760, 3);
});
