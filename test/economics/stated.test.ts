import { describe, expect, it } from 'vitest';
import { economics } from '../../src/economics/economics.ts';
import { planOf } from '../spec/fixture.ts';
import { training, twoTier } from './fixture.ts';

const spec = (gpus: string, rest = '', nics = 'cx7-400') => `
gpus: { type: ${gpus}, count: 1024, server: hgx-h100 }
nics: { type: ${nics}, per_node: 8 }
topology: { kind: rail-optimized, switch: qm9700 }
workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1024 }
${rest}`;
const moneyOf = (text: string) => economics(planOf(text), twoTier, training);
const sums = (text: string) => {
  const { cost, power } = moneyOf(text);
  const known = (value: number | null | undefined): number => value ?? Number.NaN;
  return {
    it: known(power.it_w),
    facility: known(power.facility_w),
    rated: known(power.provisioned_w),
    energy: known(power.energy_per_step_j),
    yearly: known(power.facility_kwh_per_year),
    carbon: known(power.carbon_kg_per_year),
    electricity: known(cost.opex_usd_per_year.electricity),
    colocation: known(cost.opex_usd_per_year.colocation),
    total: known(cost.tco_usd_per_gpu_hour),
    step: known(cost.usd_per_step),
  };
};
const base = sums(spec('h100-sxm'));

describe('what a spec states of power reaches power, energy and cost', () => {
  it.each([
    ['a GPU of 500 W', spec('{ base: h100-sxm, power: 500 W }'), -1],
    ['a GPU of 1,000 W', spec('{ base: h100-sxm, power: 1 kW }'), 1],
    ['a NIC of 100 W', spec('h100-sxm', '', '{ base: cx7-400, power: 100 W }'), 1],
  ])('%s', (_what, text, sign) => {
    for (const [name, value] of Object.entries(sums(text))) {
      expect([name, Math.sign(value - (base[name as keyof typeof base] ?? 0))]).toEqual([name, sign]);
    }
  });

  it('by the watts that are stated: 1,024 GPUs of 200 W less', () => {
    const less = sums(spec('{ base: h100-sxm, power: 500 W }'));
    expect(base.rated - less.rated).toBeCloseTo(1024 * 200, 3);
    const [cool] = [moneyOf(spec('{ base: h100-sxm, power: 500 W }')).power];
    expect(cool.servers_w).toBeCloseTo(moneyOf(spec('h100-sxm')).power.servers_w ?? Number.NaN, 6);
  });

  it.each([
    ['activity while computing', 'power: { gpu_activity: { compute: 0.5 } }', -1],
    ['activity while communicating', 'power: { gpu_activity: { communication: 0.8 } }', 1],
  ])('%s moves the draw and what is billed, not the rating', (_what, rest, sign) => {
    const changed = sums(spec('h100-sxm', rest));
    for (const name of ['it', 'facility', 'energy', 'yearly', 'carbon', 'electricity', 'total'] as const) {
      expect([name, Math.sign(changed[name] - base[name])]).toEqual([name, sign]);
    }
    expect(changed.rated).toBe(base.rated);
    expect(changed.colocation).toBe(base.colocation);
  });

  it('an idle power of the GPU is its activity while it waits', () => {
    const { power } = planOf(spec('{ base: h100-sxm, idle_power: 140 W }'));
    expect(power.gpuActivity.idle).toBeCloseTo(0.2, 12);
  });
});

describe('the facility', () => {
  it('draws the same in the bill of a year as in the step', () => {
    expect(base.yearly).toBeCloseTo((base.facility / 1000) * 8760, 3);
    expect(base.electricity).toBeCloseTo((base.facility / 1000) * 8760 * 0.087, 3);
    const { cost, assumptions } = moneyOf(spec('h100-sxm'));
    const listed = assumptions.find(({ path }) => path === 'economics.power_utilization_fraction');
    expect(listed?.value).toBe(cost.power_utilization_fraction);
  });

  it('draws in the bill what the spec states of the rating', () => {
    const stated = moneyOf(spec('h100-sxm', 'economics: { power_utilization_fraction: 0.8, pue: 1.3 }'));
    expect(stated.power.facility_kwh_per_year).toBeCloseTo((base.rated / 1000) * 0.8 * 1.3 * 8760, 3);
    expect(stated.assumptions.map(({ path }) => path)).not.toContain('economics.power_utilization_fraction');
  });
});

describe('a NIC whose draw nobody published', () => {
  const efa = moneyOf(spec('h100-sxm', '', 'efa-v2').replace('per_node: 8', 'per_node: 32'));

  it('draws with its fellows what the NICs of the same server draw, and says so', () => {
    expect(efa.power.nics_w).toBe(128 * 8 * 25);
    expect(efa.power.servers_w).toBeCloseTo(moneyOf(spec('h100-sxm')).power.servers_w ?? Number.NaN, 6);
    const listed = efa.assumptions.find(({ path }) => path === 'nics.type.power');
    expect(listed).toMatchObject({ value: 6.25, unit: 'W', confidence: 'judgement' });
  });
});
