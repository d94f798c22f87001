import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceUsd } from '../../src/catalog/types.ts';
import { economics } from '../../src/economics/economics.ts';
import { ResultSchema } from '../../src/result/schema.ts';
import type { EconomicsPlan, Plan } from '../../src/spec/plan.ts';
import { connectX7, copper, dgxH100, planOf, qm9700, soldWith, training, twinPort, twoTier } from './fixture.ts';

const costOf = (change: Partial<EconomicsPlan> = {}, plan = planOf()) =>
  economics({ ...plan, economics: { ...plan.economics, ...change } }, twoTier, training).cost;
const sum = (parts: Readonly<Record<string, number | null | undefined>>): number =>
  Object.entries(parts).reduce((all, [name, usd]) => all + (name === 'total' ? 0 : (usd ?? Number.NaN)), 0);
const usd = (value: number | null): number => value ?? Number.NaN;

const terms = fc.record({
  priceLevel: fc.constantFrom('low', 'typical', 'high'),
  discountFraction: fc.double({ min: 0, max: 0.9, noNaN: true }),
  amortizationYears: fc.integer({ min: 1, max: 10 }),
  financing: fc.constantFrom('straight-line', 'annuity'),
  waccFraction: fc.double({ min: 0, max: 0.3, noNaN: true }),
  installationUsdPerServer: fc.integer({ min: 0, max: 10000 }),
  storageUsdPerServer: fc.integer({ min: 0, max: 20000 }),
  managementUsdPerServer: fc.integer({ min: 0, max: 5000 }),
  networkUsdPerServer: fc.option(fc.integer({ min: 0, max: 100000 }), { nil: null }),
  electricityUsdPerKwh: fc.double({ min: 0, max: 0.5, noNaN: true }),
  pue: fc.double({ min: 1, max: 2, noNaN: true }),
  colocationUsdPerKwMonth: fc.integer({ min: 0, max: 300 }),
  maintenanceFractionPerYear: fc.double({ min: 0, max: 0.1, noNaN: true }),
  rentUsdPerGpuHour: fc.option(fc.double({ min: 0.5, max: 10, noNaN: true }), { nil: null }),
}) satisfies fc.Arbitrary<Partial<EconomicsPlan>>;

describe('totals', () => {
  it('are the sums of their parts', () => {
    fc.assert(
      fc.property(terms, (change) => {
        const { capex_usd, opex_usd_per_year, known_subtotal_usd } = costOf(change);
        expect(sum(capex_usd)).toBeCloseTo(usd(capex_usd.total), 3);
        expect(known_subtotal_usd).toBeCloseTo(usd(capex_usd.total), 3);
        expect(sum(opex_usd_per_year)).toBeCloseTo(usd(opex_usd_per_year.total), 3);
      }),
    );
  });

  it('of power are the sums of their parts', () => {
    const { power } = economics(planOf(), twoTier, training);
    const parts = [power.gpus_w, power.servers_w, power.nics_w, power.switches_w, power.transceivers_w];
    expect(parts.reduce<number>((all, part) => all + usd(part), 0)).toBeCloseTo(usd(power.it_w), 6);
    expect(power.facility_w).toBeCloseTo(usd(power.it_w) * 1.3, 6);
  });
});

describe('prices', () => {
  it('low <= typical <= high, for every cost', () => {
    fc.assert(
      fc.property(terms, (change) => {
        const at = (priceLevel: EconomicsPlan['priceLevel']) =>
          usd(costOf({ ...change, priceLevel }).tco_usd_per_gpu_hour);
        expect(at('low')).toBeLessThanOrEqual(at('typical') * (1 + 1e-12));
        expect(at('typical')).toBeLessThanOrEqual(at('high') * (1 + 1e-12));
      }),
    );
  });

  it('a range without a typical value gives its geometric mean', () => {
    expect(costOf().capex_usd.nics).toBeCloseTo(1024 * Math.sqrt(1200 * 1800), 6);
  });

  it('all scaled by c scale capex by c', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (c) => {
        const scale = <T extends { readonly priceUsd: PriceUsd | null }>(entry: T): T => ({
          ...entry,
          priceUsd: entry.priceUsd && {
            low: entry.priceUsd.low === null ? null : entry.priceUsd.low * c,
            typical: entry.priceUsd.typical === null ? null : entry.priceUsd.typical * c,
            high: entry.priceUsd.high === null ? null : entry.priceUsd.high * c,
          },
        });
        const scaled = planOf({
          cluster: { server: scale(dgxH100), nic: scale(connectX7) },
          optics: { access: scale(twinPort), fabric: scale(twinPort) },
        });
        const tiers = twoTier.tiers.map((tier) => ({ ...tier, switchType: scale(qm9700) }));
        const { cost } = economics(scaled, { ...twoTier, tiers }, training);
        expect(usd(cost.capex_usd.total) / usd(costOf().capex_usd.total)).toBeCloseTo(c, 9);
        expect(usd(cost.capital_usd_per_month) / usd(costOf().capital_usd_per_month)).toBeCloseTo(c, 9);
      }),
    );
  });

  it('are discounted for hardware, not for installation', () => {
    const change = { installationUsdPerServer: 4500 };
    const full = costOf(change).capex_usd;
    const half = costOf({ ...change, discountFraction: 0.5 }).capex_usd;
    expect(half.servers).toBeCloseTo(usd(full.servers) / 2, 6);
    expect(half.switches).toBeCloseTo(usd(full.switches) / 2, 6);
    expect(half.installation).toBe(full.installation);
  });

  it('are discounted where the network and the storage have one sum a server, too', () => {
    const change = { networkUsdPerServer: 76155, storageUsdPerServer: 11732, discountFraction: 0.25 };
    expect(costOf(change).capex_usd).toMatchObject({ network: 128 * 76155 * 0.75, storage: 128 * 11732 * 0.75 });
  });
});

it.each([
  ['bought apart', false],
  ['in the server price', true],
])('a 1,024-GPU network takes the published 10 to 21 %% of capex, with NICs %s', (_where, includesNics) => {
  const { network_capex_fraction } = costOf({}, planOf({ cluster: includesNics ? { includedNics: soldWith } : {} }));
  expect(network_capex_fraction).toBeGreaterThan(0.1);
  expect(network_capex_fraction).toBeLessThan(0.21);
});

describe('running costs', () => {
  it('never fall with PUE, electricity price or colocation', () => {
    fc.assert(
      fc.property(terms, fc.double({ min: 1, max: 2, noNaN: true }), (change, factor) => {
        const base = usd(costOf(change).tco_usd_per_gpu_hour) * (1 - 1e-12);
        const more = [
          { pue: change.pue * factor },
          { electricityUsdPerKwh: change.electricityUsdPerKwh * factor },
          { colocationUsdPerKwMonth: change.colocationUsdPerKwMonth * factor },
        ];
        for (const one of more)
          expect(usd(costOf({ ...change, ...one }).tco_usd_per_gpu_hour)).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('PUE and utilisation move electricity, not colocation', () => {
    const base = costOf().opex_usd_per_year;
    const change = costOf({ pue: 2.6, powerUtilizationFraction: 0.4 }).opex_usd_per_year;
    expect(change.colocation).toBe(base.colocation);
    expect(change.electricity).toBeCloseTo(usd(base.electricity), 6);
    expect(costOf({ pue: 2.6 }).opex_usd_per_year.electricity).toBeCloseTo(2 * usd(base.electricity), 6);
  });

  it('rent replaces buying and running', () => {
    const { capex_usd, opex_usd_per_year, tco_usd_per_gpu_hour, capital_usd_per_month } = costOf({
      rentUsdPerGpuHour: 2.35,
    });
    expect(tco_usd_per_gpu_hour).toBeCloseTo(2.35, 12);
    expect([capex_usd.total, capital_usd_per_month, opex_usd_per_year.electricity]).toEqual([0, 0, 0]);
    expect(opex_usd_per_year.rent).toBeCloseTo(2.35 * 1024 * 8760, 3);
  });

  it('rent makes the network share of capex unknown, not zero', () => {
    const plan = planOf({ economics: { rentUsdPerGpuHour: 2 } });
    const { cost, reasons } = economics(plan, twoTier, training);
    expect(cost.network_capex_fraction).toBeNull();
    expect(reasons['cost.network_capex_fraction']).toContain('rented');
  });
});

describe('unit economics', () => {
  it('follow from the GPU-hour', () => {
    const cost = costOf({ utilizationFraction: 0.8, goodputFraction: 0.9 });
    const jobPerHour = usd(cost.tco_usd_per_gpu_hour) * 1024;
    expect(cost.usd_per_step).toBeCloseTo((jobPerHour * 10) / 3600 / 0.8, 9);
    expect(cost.usd_per_million_tokens).toBeCloseTo(usd(cost.usd_per_step) / 4 / 0.9, 9);
    expect(cost.run_usd).toBeCloseTo((usd(cost.usd_per_step) * 1000) / 0.9, 6);
    expect(cost.idle_usd_per_hour).toBeCloseTo(jobPerHour * 0.2, 9);
    expect(cost.network_idle_usd_per_hour).toBeCloseTo(jobPerHour * 0.15, 9);
  });

  it('charge a small job for its GPUs alone', () => {
    const small = planOf({ jobGpus: 256 });
    expect(usd(costOf({}, small).usd_per_step) * 4).toBeCloseTo(usd(costOf().usd_per_step), 9);
  });

  it('of a step that cannot run are unknown, the cluster still has its price', () => {
    const untimed = { ...training, stepTimeS: null, busyFraction: null, idleFraction: null, networkIdleFraction: null };
    const { cost, power, reasons } = economics(planOf(), twoTier, untimed);
    expect(cost.tco_usd_per_gpu_hour).toBeGreaterThan(0);
    expect(power.provisioned_w).toBeGreaterThan(0);
    for (const path of ['cost.usd_per_step', 'cost.idle_usd_per_hour', 'power.gpus_w', 'power.energy_per_step_j']) {
      expect(reasons[path]).toContain('could not be timed');
    }
  });
});

/** Every price and power of the catalog that a plan holds may be unpublished. */
const hole = fc.constantFrom<(plan: Plan) => Plan>(
  (plan) => ({ ...plan, cluster: { ...plan.cluster, server: null } }),
  (plan) => ({
    ...plan,
    cluster: { ...plan.cluster, server: plan.cluster.server && { ...plan.cluster.server, priceUsd: null } },
  }),
  (plan) => ({
    ...plan,
    cluster: { ...plan.cluster, server: plan.cluster.server && { ...plan.cluster.server, ratedPowerW: null } },
  }),
  (plan) => ({ ...plan, cluster: { ...plan.cluster, gpu: { ...plan.cluster.gpu, powerW: null } } }),
  (plan) => ({ ...plan, cluster: { ...plan.cluster, nic: { ...plan.cluster.nic, powerW: null } } }),
  (plan) => ({ ...plan, cluster: { ...plan.cluster, nic: { ...plan.cluster.nic, priceUsd: null } } }),
  (plan) => ({
    ...plan,
    cluster: { ...plan.cluster, nic: { ...plan.cluster.nic, priceUsd: { low: 1, typical: null, high: null } } },
  }),
  (plan) => ({
    ...plan,
    topology: { ...plan.topology, optics: { ...plan.topology.optics, access: { ...copper, priceUsd: null } } },
  }),
  (plan) => ({
    ...plan,
    topology: {
      ...plan.topology,
      optics: { ...plan.topology.optics, fabric: { ...twinPort, powerPerEndW: null, bytesPerS: null } },
    },
  }),
  (plan) => ({ ...plan, constants: {} }),
);
const switchHole = fc.constantFrom({}, { priceUsd: null }, { powerW: null }, { maxPowerW: null }, { modes: [] });
const stepHole = fc.constantFrom(
  {},
  { stepTimeS: null },
  { busyFraction: null },
  { stepsInRun: null },
  { crossing: [] },
);

const nulls = (value: unknown, path: string): string[] => {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => nulls(item, `${path}[${index}]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, child]) => nulls(child, `${path}.${name}`));
};

describe('what is unknown', () => {
  it('is null with a reason under its own path, never NaN, and the result keeps its schema', () => {
    fc.assert(
      fc.property(fc.array(hole, { maxLength: 4 }), switchHole, stepHole, terms, (holes, ofSwitch, ofStep, change) => {
        const whole = planOf({ economics: change });
        const plan = holes.reduce((current, make) => make(current), whole);
        const tiers = twoTier.tiers.map((tier) => ({ ...tier, switchType: { ...qm9700, ...ofSwitch } }));
        const { cost, power, reasons } = economics(plan, { ...twoTier, tiers }, { ...training, ...ofStep });
        ResultSchema.shape.cost.parse(cost);
        ResultSchema.shape.power.parse(power);
        expect(Object.keys(reasons).sort()).toEqual([...nulls(cost, 'cost'), ...nulls(power, 'power')].sort());
        for (const reason of Object.values(reasons)) expect(reason).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('leaves a known subtotal: all but the part without a price', () => {
    const base = costOf();
    const plan = planOf({ cluster: { nic: { ...connectX7, priceUsd: null } } });
    const { cost, reasons } = economics(plan, twoTier, training);
    expect(cost.capex_usd.nics).toBeNull();
    expect(cost.capex_usd.total).toBeNull();
    expect(cost.known_subtotal_usd).toBeCloseTo(usd(base.capex_usd.total) - usd(base.capex_usd.nics), 6);
    expect(reasons['cost.capex_usd.total']).toContain('cx7-400');
  });
});
