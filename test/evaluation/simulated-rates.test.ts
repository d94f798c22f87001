import { describe, expect, it } from 'vitest';
import { simulatedRates, simulatedRatesOf } from '../../src/evaluation/simulated-rates.ts';
import { buildFabric } from '../../src/fabric/registry.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

function machineOf(gpus: number, topology: Readonly<Record<string, unknown>>) {
  const resolved = planOfSpec({
    gpus: { type: 'h100-sxm', count: gpus, per_node: 8 },
    nics: { type: 'cx7-400' },
    topology: { switch: 'qm9700', ...topology },
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: gpus },
  });
  if (!resolved.ok) throw new Error(resolved.reason);
  const { plan } = resolved;
  const built = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!built.ok) throw new Error(built.refusal.message);
  return { plan, fabric: built.fabric };
}

function ratesOf(gpus: number, topology: Readonly<Record<string, unknown>>) {
  const { plan, fabric } = machineOf(gpus, topology);
  return simulatedRates(plan, fabric);
}

describe('simulated rates', () => {
  it('of an oversubscribed fat tree are within 5 % of the closed forms, for every routing', () => {
    for (const routing of ['adaptive', 'static', 'ecmp']) {
      for (const rate of ratesOf(256, { kind: 'fat-tree', oversubscription: 2, routing })) {
        const simulated = rate.simulatedBytesPerS ?? Number.NaN;
        expect(Math.abs(rate.closedFormBytesPerS / simulated - 1), `${routing} ${rate.pattern}`).toBeLessThan(0.05);
      }
    }
  });

  it('of a fabric too large to play say so instead of a number', () => {
    const rates = ratesOf(262_144, { kind: 'fat-tree', tiers: 4, routing: 'adaptive' });
    expect(rates.map((rate) => rate.simulatedBytesPerS)).toEqual([null, null, null, null]);
    expect(rates[0]?.reason).toContain('262144 NICs');
  });

  it('of one scale-up domain are none', () => {
    expect(ratesOf(8, { kind: 'single-switch' })).toEqual([]);
  });

  it('of an operation are those of the patterns that it sends in, over the domains of its group', () => {
    const { plan, fabric } = machineOf(256, { kind: 'fat-tree', oversubscription: 2, routing: 'adaptive' });
    expect(simulatedRatesOf(plan, fabric, 'all-reduce', 64).map(({ pattern }) => pattern)).toEqual(['ring', 'tree']);
    const [rate] = simulatedRatesOf(plan, fabric, 'all-to-all', 64);
    expect(rate).toMatchObject({ pattern: 'all-to-all', domains: 8 });
    expect(simulatedRatesOf(plan, fabric, 'all-to-all', 8)).toEqual([]);
  });
});
