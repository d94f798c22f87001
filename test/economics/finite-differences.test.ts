import { describe, expect, it } from 'vitest';
import { evaluated } from '../shipped.ts';

/** Everything that follows from the rate of the NIC is stated, so that a slightly slower NIC changes nothing else. */
const spec = (gpus: number, nic: string, ratio = 1) => `
gpus: { type: h100-sxm, count: ${gpus}, server: hgx-h100 }
nics: { type: ${nic} }
topology: { kind: rail-optimized, switch: qm9700, oversubscription: ${ratio}, optics: { access: dac-400, fabric: sr4-400 } }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 256, micro_batch: 1, parallelism: { tensor: 4 } }
`;
const slower = '{ base: cx7-400, bandwidth: 399 Gbps, price: 1470 USD }';
const resultOf = (text: string) => evaluated('spec.yaml', text).result;

describe.each([
  [256, 1],
  [1024, 1],
  [256, 4],
])('%i GPUs, %i:1', (gpus, ratio) => {
  const { cost, training } = resultOf(spec(gpus, 'cx7-400', ratio));
  const step = training.step_time_s ?? Number.NaN;
  const yearUsd = (cost.tco_usd_per_gpu_hour ?? Number.NaN) * gpus * 8760;
  const value = cost.network_value;

  it('one Gb/s less per GPU costs what one more is said to be worth', () => {
    const later = resultOf(spec(gpus, slower, ratio)).training.step_time_s ?? Number.NaN;
    const usd = ((later - step) / step) * yearUsd;
    expect(usd / (value?.usd_per_gbit_per_s_year ?? Number.NaN)).toBeCloseTo(1, 1);
  });

  it('a better network is worth the time that it saves, and pays that back as an annuity', () => {
    const saved = (1 - (training.ceiling?.infinite_network_step_time_s ?? Number.NaN) / step) * yearUsd;
    expect(value?.perfect_network_usd_per_year).toBeCloseTo(saved, 3);
    const [rate, months] = [0.1025 / 12, 60];
    const yearlyOfOne = (12 * rate) / (1 - (1 + rate) ** -months);
    expect(value?.break_even_usd_per_gpu).toBeCloseTo(saved / yearlyOfOne / gpus, 3);
  });
});

it('the break-even of twice the rate can be held against what faster NICs cost', () => {
  const open = (nic: string) => spec(256, nic).replace(/topology:.*/, 'topology: { kind: rail-optimized }');
  const [now, faster] = [resultOf(open('cx7-400')), resultOf(open('cx8-800'))];
  const extra = (faster.cost.capex_usd.nics ?? Number.NaN) - (now.cost.capex_usd.nics ?? Number.NaN);
  expect(extra).toBeGreaterThan(0);
  expect(faster.cost.network_capex_usd ?? 0).toBeGreaterThan(now.cost.network_capex_usd ?? Number.NaN);
});
