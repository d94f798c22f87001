import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { economics } from '../../src/economics/economics.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { resolveSpec } from '../../src/spec/resolve.ts';
import { superPod, training, twoTier } from './fixture.ts';

function planFrom(text: string): Plan {
  const { plan, diagnostics } = resolveSpec({
    text,
    file: 'spec.yaml',
    catalog: builtinCatalog,
    readFile: (path) => readFileSync(path),
    overrides: [],
  });
  if (plan === null) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

describe('the published H200 total cost, from a spec', () => {
  const plan = planFrom(`
gpus: { type: h200-sxm, count: 1024, server: hgx-h200 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1024 }
economics:
  network_usd_per_server: 76155
  storage_usd_per_server: 11732
  service_usd_per_server: 8000
  installation_usd_per_server: 4500
  software_usd_per_server: 2867
  wacc_fraction: 0.1025
  amortization_years: 6
  electricity_usd_per_kwh: 0.087
  power_utilization_fraction: 0.8
  pue: 1.35
  colocation_usd_per_kw_month: 150
  remote_hands_usd_per_server_month: 131
  internet_usd_per_server_month: 39
`);
  const { cost } = economics(plan, twoTier, training);

  it.each([
    ['capex per server', (cost.capex_usd.total ?? Number.NaN) / 128, 361255],
    ['network share', cost.network_capex_fraction, 0.210807],
    ['capital per server and month', (cost.capital_usd_per_month ?? Number.NaN) / 128, 6738.184701],
    ['opex per server and month', (cost.opex_usd_per_year.total ?? Number.NaN) / 128 / 12, 2559.197444],
    ['total per GPU-hour', cost.tco_usd_per_gpu_hour, 1.592017],
  ])('%s', (_name, found, exact) => expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThan(1e-5));
});

describe('a DGX SuperPOD H100 of four units, from a spec', () => {
  const plan = planFrom(`
gpus: { type: h100-sxm, count: 1016, server: dgx-h100 }
nics: { type: cx7-400 }
topology:
  kind: rail-optimized
  switch: qm9700
  management_endpoints: 4
  optics: { access: 2sr4-800, fabric: 2sr4-800, access_length_m: 20, fabric_length_m: 30 }
workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1016 }
`);
  const [switchType] = plan.topology.switches;
  const tiers = superPod.tiers.map((tier) => ({ ...tier, ...(switchType && { switchType }) }));
  const { bill, cost, power } = economics(plan, { ...superPod, tiers }, training);

  it('has 2,042 modules and 48 switches', () => {
    const count = (kind: string): number =>
      bill.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.count, 0);
    expect([count('transceiver'), count('switch'), count('server')]).toEqual([2042, 48, 127]);
    expect([power.switches_w, power.transceivers_w]).toEqual([35856, 30630]);
  });

  it('costs its servers and its network, nothing twice', () => {
    const network = 48 * 38000 + 2042 * 1250 + (1020 * 20 + 1024 * 30) * 2.68;
    expect(cost.capex_usd.total).toBeCloseTo(127 * 270000 + network, 3);
    expect(cost.known_subtotal_usd).toBeCloseTo(127 * 270000 + network, 3);
  });

  it('shows a price with its source', () => {
    expect(bill.find((line) => line.kind === 'switch')?.note).toMatch(/price: .+ \(secondary, 2024-08\)/);
  });
});
