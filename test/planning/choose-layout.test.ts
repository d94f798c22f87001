import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import { layouts } from '../../src/planning/layout-space.ts';
import { estimateMemory, timeStep } from '../../src/training/step.ts';
import { specWith } from '../evaluation/fixture.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

function openPlan(workload: Record<string, unknown>, count = 64) {
  const spec = specWith({ gpus: { count } });
  spec['workload'] = { model: 'llama-3-8b', sequence_length: 8192, global_batch: 128, ...workload };
  const outcome = planOfSpec(spec);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.plan;
}

describe('the search', () => {
  it('returns the fastest layout of its space that fits, and never one that does not', () => {
    const plan = openPlan({});
    const choice = chooseLayout(plan);
    if (!choice.ok || choice.layout === null) throw new Error('a layout exists');
    const built = buildMachine(plan);
    if (!built.ok) throw new Error(built.refusal.message);
    const context = trainingOn(built.machine);
    const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
    const times = [...layouts(plan)]
      .filter((layout) => estimateMemory(context, layout).totalBytes <= capacity)
      .map((layout) => timeStep(context, layout).stepTimeS);
    expect(timeStep(context, choice.layout).stepTimeS).toBe(Math.min(...times));
    expect(estimateMemory(context, choice.layout).totalBytes).toBeLessThanOrEqual(capacity);
    expect(choice.fitting).toBe(times.length);
  });

  it('uses every GPU and the whole batch', () => {
    for (const layout of layouts(openPlan({}))) {
      expect(layout.tensor * layout.pipeline * layout.context * layout.data).toBe(64);
      expect(128 % (layout.data * layout.microBatch)).toBe(0);
    }
  });

  it('keeps what the spec states', () => {
    for (const layout of layouts(openPlan({ micro_batch: 2, recompute: 'full', sharding: 'full' }))) {
      expect([layout.microBatch, layout.recompute, layout.sharding]).toEqual([2, 'full', 'full']);
    }
  });

  it('returns the smallest layout when none fits', () => {
    const choice = chooseLayout(openPlan({ model: 'llama-3.1-405b', global_batch: 8 }, 8));
    if (!choice.ok) throw new Error('the fabric is sound');
    expect(choice.fits).toBe(false);
    expect(choice.layout).not.toBeNull();
  });
});
