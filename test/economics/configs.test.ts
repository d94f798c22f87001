import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/result/schema.ts';
import { evaluated, shipped } from '../shipped.ts';

type Money = Pick<Result, 'cost' | 'power'>;

/** Every number of a tree by path. */
function numbers(tree: unknown, path = ''): (readonly [string, number])[] {
  if (typeof tree === 'number') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, child]) => numbers(child, path === '' ? key : `${path}.${key}`));
}

const sum = (parts: Readonly<Record<string, number | null | undefined>>): number | null => {
  const values = Object.values(parts).map((value) => value ?? (value === undefined ? 0 : null));
  return values.includes(null) ? null : values.reduce<number>((all, value) => all + (value ?? 0), 0);
};

const designs = shipped();

describe.each(designs.map((each) => [each.name, each] as const))('%s', (_name, { plan, result }) => {
  const { cost, power, range } = result;
  if (range === undefined) throw new Error('no range');

  it('has totals that are the sums of their parts', () => {
    const { total: capex, ...bought } = cost.capex_usd;
    const { total: opex, ...paid } = cost.opex_usd_per_year;
    const { gpus_w, servers_w, nics_w, switches_w, transceivers_w, it_w } = power;
    for (const [total, parts] of [
      [capex, sum(bought)],
      [opex, sum(paid)],
      [it_w, sum({ gpus_w, servers_w, nics_w, switches_w, transceivers_w })],
    ]) {
      if (total === null || parts == null) expect([total, parts]).toEqual([null, null]);
      else expect((total ?? 0) / Math.max(parts, 1e-9)).toBeCloseTo(parts === 0 ? 0 : 1, 12);
    }
    expect(cost.known_subtotal_usd).toBeLessThanOrEqual((capex ?? Number.POSITIVE_INFINITY) * (1 + 1e-12));
  });

  it('low <= typical <= high in every derived amount', () => {
    const at = (level: Money) => new Map(numbers(level));
    const [low, typical, high] = [at(range.low), at(range.typical), at(range.high)];
    expect([...low.keys()]).toEqual([...typical.keys()]);
    for (const [path, value] of typical) {
      // Shares go either way as their wholes grow; a worth of the network stays in proportion to the GPU-hour.
      if (/fraction/.test(path)) continue;
      const [least = Number.NaN, most = Number.NaN] = [low.get(path), high.get(path)];
      expect([path, least <= value * (1 + 1e-12), value <= most * (1 + 1e-12)]).toEqual([path, true, true]);
    }
  });

  it('has a typical level that is the result itself, and a spread where a price has one', () => {
    expect(range.typical.cost.capex_usd).toEqual(cost.capex_usd);
    expect(range.typical.power).toEqual(power);
    const spread = plan.assumptions.length > 0 && cost.capex_usd.total !== null && cost.capex_usd.total > 0;
    if (spread) expect(range.high.cost.capex_usd.total).toBeGreaterThan(range.low.cost.capex_usd.total ?? 0);
  });

  it('has a tornado that holds the planned cost, the longest bar first', () => {
    const own = cost.tco_usd_per_gpu_hour;
    const bars = cost.influence ?? [];
    if (own === null || (cost.opex_usd_per_year.rent ?? 0) > 0) expect(bars).toEqual([]);
    else expect(bars.length).toBeGreaterThanOrEqual(8);
    const lengths = bars.map(({ low, high }) => Math.abs(high - low));
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    for (const { input, ends, low, high } of bars) {
      expect([input, Math.min(low, high) <= (own ?? 0) + 1e-12, Math.max(low, high) >= (own ?? 0) - 1e-12]).toEqual([
        input,
        true,
        true,
      ]);
      expect(ends).toMatch(/^\$?[\d.,]+( [kMB])? to \$?[\d.,]+( [kMB])?$/);
    }
  });

  it('draws one facility power: in the step, in the year, and in the carbon of both', () => {
    if (power.facility_w === null) return;
    const jobShare = plan.workload.gpus / plan.cluster.gpus;
    const stepsPerYear = (8760 * 3600) / (result.training.step_time_s ?? Number.NaN);
    expect((power.facility_kwh_per_year ?? 0) / ((power.facility_w / 1000) * 8760)).toBeCloseTo(1, 9);
    expect((power.carbon_kg_per_year ?? 0) / (((power.carbon_kg_per_step ?? 0) / jobShare) * stepsPerYear)).toBeCloseTo(
      1,
      9,
    );
  });
});

describe('oversubscription of the leaves', () => {
  const text = readFileSync(new URL('../../configs/minimal.yaml', import.meta.url), 'utf8');
  const layout = 'workload.parallelism={tensor: 4, pipeline: 4, virtual_pipeline: 5, data: 64}';
  const at = (ratio: number): Result =>
    evaluated('minimal', text, [layout, `topology.oversubscription=${ratio}`]).result;
  const ratios = [1, 2, 4, 8];
  const results = ratios.map(at);
  const series = (of: (result: Result) => number | null | undefined): readonly number[] =>
    results.map((result) => of(result) ?? Number.NaN);
  const falling = (values: readonly number[]): void => {
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values.at(-1)).toBeLessThan(values[0] ?? 0);
  };
  const rising = (values: readonly number[]): void => falling([...values].reverse());

  it('makes the network cheaper and the step longer', () => {
    falling(series(({ cost }) => cost.network_capex_fraction));
    falling(series(({ cost }) => cost.capex_usd.switches));
    falling(series(({ power }) => power.provisioned_w));
    rising(series(({ training }) => training.step_time_s));
    rising(series(({ training }) => training.network_idle_fraction));
  });

  it('makes a flat fabric and a faster NIC worth more', () => {
    rising(series(({ cost }) => cost.network_value?.flat_fabric_usd_per_year));
    rising(series(({ cost }) => cost.network_value?.flat_fabric_break_even_usd_per_gpu));
    rising(series(({ cost }) => cost.network_value?.double_rate_break_even_usd_per_nic));
    rising(series(({ cost }) => cost.network_value?.break_even_usd_per_gpu));
  });

  it('costs what it saves: the network idles for longer, in dollars too', () => {
    rising(series(({ cost }) => cost.network_idle_usd_per_hour));
  });
});
