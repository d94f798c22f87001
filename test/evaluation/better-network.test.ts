import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { buildMachine, type Factors, trainingOn } from '../../src/evaluation/machine.ts';
import { timeStep } from '../../src/training/step.ts';
import { planWith } from './fixture.ts';

type Changes = Parameters<typeof planWith>[0];

function stepOn(changes: Changes): (factors?: Factors) => number {
  const { plan, layout } = planWith(changes);
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return (factors = {}) => timeStep(trainingOn(built.machine, factors), layout).stepTimeS;
}

describe.each([
  ['a non-blocking fabric', {}],
  ['an oversubscribed fabric', { topology: { kind: 'fat-tree', oversubscription: 8, routing: 'ecmp' } }],
  ['a small message job', { workload: { global_batch: 32 } }],
] as [string, Changes][])('on %s', (_, changes) => {
  const step = stepOn(changes);
  const now = step();

  it('more latency never helps, and costs in proportion while it is small', () => {
    const [one, two] = [step({ extraLatencyS: 1e-6 }) - now, step({ extraLatencyS: 2e-6 }) - now];
    expect(one).toBeGreaterThan(0);
    expect(two).toBeGreaterThanOrEqual(one);
    expect(two / one).toBeLessThan(2.5);
  });

  it('a flat fabric is no slower than the real one and no faster than none', () => {
    expect(step({ flatFabric: true })).toBeLessThanOrEqual(now * (1 + 1e-12));
    expect(step({ flatFabric: true })).toBeGreaterThanOrEqual(step({ idealScaleOut: true }) * (1 - 1e-12));
  });

  it('twice the rate is no slower', () => expect(step({ scaleOut: 2 })).toBeLessThanOrEqual(now * (1 + 1e-12)));
});

it('an oversubscribed fabric is worth flattening: at least what lifting the oversubscription saves', () => {
  const topology = { kind: 'fat-tree', oversubscription: 8 };
  const flat = stepOn({ topology })({ flatFabric: true });
  expect(flat).toBeLessThan(stepOn({ topology })());
  expect(flat).toBeLessThanOrEqual(stepOn({ topology: { ...topology, oversubscription: 1 } })() * (1 + 1e-9));
});

it('a result prices a microsecond by its real effect on the step', () => {
  const { plan, layout } = planWith({});
  const outcome = evaluate(plan, layout);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const { cost, training } = outcome.result;
  const step = stepOn({});
  const perYear = (cost.tco_usd_per_gpu_hour ?? Number.NaN) * 128 * 8760;
  const expected = perYear * (step({ extraLatencyS: 1e-6 }) / (training.step_time_s ?? Number.NaN) - 1);
  expect(cost.usd_per_microsecond_year).toBeCloseTo(expected, 6);
  expect(cost.network_value?.flat_fabric_usd_per_year).toBeLessThanOrEqual(
    cost.network_value?.perfect_network_usd_per_year ?? 0,
  );
});
