import { describe, expect, it } from 'vitest';
import { billOfMaterials } from '../../src/economics/bill.ts';
import { buildFabric } from '../../src/fabric/registry.ts';
import { billTotals } from '../../src/report/topology/report.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { evaluated, shipped } from '../shipped.ts';

const spec = `
gpus: { type: h100-sxm, count: 256, server: hgx-h100 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 256, tokens: 1e12, parallelism: { tensor: 2 } }
`;
const resultOf = (...set: readonly string[]) => evaluated('spec.yaml', spec, set).result;

function totalsOf({ cluster, topology, constants, ...plan }: Plan) {
  const built = buildFabric(cluster, topology, constants);
  if (!built.ok) throw new Error(built.refusal.message);
  const bill = billOfMaterials({ cluster, topology, constants, ...plan }, built.fabric);
  return billTotals(bill, plan.economics.priceLevel, plan.economics.discountFraction);
}

const same = (a: number | null | undefined, b: number | null | undefined): boolean =>
  a == null || b == null ? a === b : Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

const variants = [
  ['economics.discount_fraction=0.15'],
  ['economics.network_usd_per_server=50000', 'economics.discount_fraction=0.1'],
  ['economics.storage_usd_per_server=9000', 'economics.management_usd_per_server=100'],
  ['nics.type=cx8-800'],
  ['nics.type=bf3-supernic', 'nics.per_gpu=2', 'economics.price_level=high'],
  ['nics.type=cx6-200'],
  ['topology.spares=0.05', 'economics.price_level=low'],
  ['gpus.type=h200-sxm', 'gpus.server=hgx-h200'],
  ['gpus.per_node=4'],
].map((set) => ({ ...evaluated('spec.yaml', spec, set), name: set.join(', ') }));

describe.each([...shipped(), ...variants].map((each) => [each.name, each] as const))('%s', (_name, each) => {
  const { plan, result } = each;
  const { cost, power } = result;

  it('pays for the bill what capex says, and provides the ratings of the bill', () => {
    const totals = totalsOf(plan);
    expect([totals.rated_w, same(totals.rated_w, power.provisioned_w)]).toEqual([totals.rated_w, true]);
    expect(same(cost.hosted_w, power.provisioned_w)).toBe(true);
    if (plan.economics.rentUsdPerGpuHour !== null) return;
    const { service, software, installation, total } = cost.capex_usd;
    const extras = (service ?? 0) + (software ?? 0) + (installation ?? 0);
    expect(same(totals.usd === null ? null : totals.usd + extras, total)).toBe(true);
    expect(same(totals.known_usd + extras, cost.known_subtotal_usd)).toBe(true);
  });

  it('has one capex of the network', () => {
    const { nics, switches, transceivers, cables, network = 0 } = cost.capex_usd;
    const parts = [nics, switches, transceivers, cables, network];
    const sum = parts.includes(null) ? null : parts.reduce<number>((all, part) => all + (part ?? 0), 0);
    expect(same(cost.network_capex_usd, sum)).toBe(true);
    if (cost.network_capex_fraction !== null) {
      const { total } = cost.capex_usd;
      expect(cost.network_capex_fraction).toBeCloseTo((cost.network_capex_usd ?? 0) / (total ?? 0), 12);
    }
  });

  it('keeps low <= typical <= high from parts to the cost of a token', () => {
    const { range } = result;
    if (range === undefined) throw new Error('no range');
    for (const read of [
      (at: typeof range.low) => at.cost.capex_usd.nics,
      (at: typeof range.low) => at.cost.network_capex_usd,
      (at: typeof range.low) => at.cost.capex_usd.total,
      (at: typeof range.low) => at.cost.tco_usd_per_gpu_hour,
      (at: typeof range.low) => at.cost.usd_per_million_tokens,
      (at: typeof range.low) => at.power.facility_provisioned_w,
    ]) {
      const [low, typical, high] = [read(range.low), read(range.typical), read(range.high)];
      if (low == null || typical == null || high == null) expect([low, typical, high]).toEqual([low, low, low]);
      else expect([low <= typical * (1 + 1e-12), typical <= high * (1 + 1e-12)]).toEqual([true, true]);
    }
  });

  it('applies PUE once to what is drawn and to what is rated', () => {
    const { pue } = plan.economics;
    expect(same(power.facility_w, power.it_w === null ? null : power.it_w * pue)).toBe(true);
    const rated = power.provisioned_w === null ? null : power.provisioned_w * pue;
    expect(same(power.facility_provisioned_w, rated)).toBe(true);
  });
});

it('a lump price of the network buys the same power and the same hosting', () => {
  const [bill, lump] = [resultOf(), resultOf('economics.network_usd_per_server=50000')];
  expect(lump.cost.opex_usd_per_year).toEqual(bill.cost.opex_usd_per_year);
  expect(lump.power.provisioned_w).toBe(bill.power.provisioned_w);
  expect(lump.cost.network_capex_usd).toBe(32 * 50_000);
  expect(bill.cost.capex_usd).not.toHaveProperty('network');
});

describe('the count that fits under a cap', () => {
  const needed = resultOf().power.facility_provisioned_w ?? Number.NaN;
  const fitting = (cap: number) => resultOf(`power.facility_cap=${cap} W`).power.gpus_within_facility_cap ?? Number.NaN;

  it('reaches the design exactly where the cap is met', () => {
    expect(fitting(needed)).toBe(256);
    expect(fitting(needed * 1.001)).toBe(256);
    expect(fitting(needed * 0.999)).toBe(248);
  });

  it.each([0.1, 0.35, 0.55, 0.8, 1.7, 3])('fits when it is built, and is near what is in proportion: %f', (share) => {
    const cap = needed * share;
    const gpus = fitting(cap);
    expect(gpus % 8).toBe(0);
    expect(gpus).toBeGreaterThan(0.85 * 256 * share - 8);
    const { facility_provisioned_w } = resultOf(`gpus.count=${gpus}`, `workload.global_batch=${4 * gpus}`).power;
    expect(facility_provisioned_w).toBeLessThanOrEqual(cap);
  });
});

describe('goodput', () => {
  const at = (share: number) => resultOf(`reliability.goodput_fraction=${share}`);
  const [whole, half] = [at(1), at(0.5)];

  it('stretches time, money, energy and carbon of the run and of a token alike', () => {
    for (const read of [
      (r: typeof whole) => r.training.run_time_s,
      (r: typeof whole) => r.cost.run_usd,
      (r: typeof whole) => r.cost.usd_per_million_tokens,
      (r: typeof whole) => r.power.energy_per_token_j,
      (r: typeof whole) => r.power.carbon_kg_per_million_tokens,
      (r: typeof whole) => r.power.run_energy_j,
      (r: typeof whole) => r.power.run_carbon_kg,
    ]) {
      expect((read(half) ?? Number.NaN) / (read(whole) ?? Number.NaN)).toBeCloseTo(2, 9);
    }
  });

  it('leaves the step alone', () => {
    for (const read of [
      (r: typeof whole) => r.training.step_time_s,
      (r: typeof whole) => r.training.tokens_per_s,
      (r: typeof whole) => r.cost.usd_per_step,
      (r: typeof whole) => r.power.energy_per_step_j,
      (r: typeof whole) => r.power.carbon_kg_per_step,
    ]) {
      expect(read(half)).toBe(read(whole));
    }
  });

  it('makes the run cost what its time costs', () => {
    const { cost, training } = half;
    const hours = (training.run_time_s ?? Number.NaN) / 3600;
    expect(cost.run_usd).toBeCloseTo((cost.tco_usd_per_gpu_hour ?? Number.NaN) * 256 * hours, 3);
  });
});

it('an assumed price is that of the piece: a copper cable at its length, both ends', () => {
  const { result, plan } = evaluated('spec.yaml', spec);
  const found = result.assumptions.find(({ path }) => path === 'economics.prices.dac-400');
  const stated = evaluated('spec.yaml', `${spec}economics: { prices: { dac-400: ${found?.value} } }\n`);
  expect(totalsOf(stated.plan).usd).toBeCloseTo(totalsOf(plan).usd ?? Number.NaN, 6);
  expect(found?.source).toMatch(/^2 m/);
});

it('the network on standby is what its draw leaves beside moving bytes', () => {
  const { power, training } = resultOf();
  const draw = (power.nics_w ?? 0) + (power.switches_w ?? 0) + (power.transceivers_w ?? 0);
  const moved = (power.data_movement ?? []).filter(({ name }) => name !== 'scale-up');
  const movedJ = moved.reduce((all, part) => all + (part.energy_j ?? Number.NaN), 0);
  const standby = power.network_standby_energy_per_step_j ?? Number.NaN;
  expect(standby + movedJ).toBeCloseTo(draw * (training.step_time_s ?? Number.NaN), 3);
  expect(standby).toBeLessThan(power.compute_energy_per_step_j ?? Number.NaN);
});
