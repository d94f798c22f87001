import { describe, expect, it } from 'vitest';
import { trainingOn } from '../../src/evaluation/machine.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import { candidateGroups, candidatesOf } from '../../src/planning/search/space.ts';
import { estimateMemory, timeStep } from '../../src/training/step.ts';
import { machineOf, openPlan } from './plans.ts';

describe('choosing a layout', () => {
  it('returns the fastest of the space that fits, and never one that does not', () => {
    const plan = openPlan();
    const choice = chooseLayout(plan);
    if (!choice.ok || choice.layout === null) throw new Error('a layout exists');
    const context = trainingOn(machineOf(plan));
    const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
    const layouts = [...candidateGroups(plan, 'common')].flatMap((group) =>
      [...candidatesOf(group)].map((c) => c.layout),
    );
    const times = layouts
      .filter((layout) => estimateMemory(context, layout).totalBytes <= capacity)
      .map((layout) => timeStep(context, layout).stepTimeS);
    expect(timeStep(context, choice.layout).stepTimeS).toBe(Math.min(...times));
    expect(estimateMemory(context, choice.layout).totalBytes).toBeLessThanOrEqual(capacity);
    expect(choice.considered).toBe(layouts.length);
  });

  it('returns the smallest layout when none fits', () => {
    const plan = openPlan({ model: 'llama-3.1-405b', global_batch: 8 }, 8);
    const choice = chooseLayout(plan);
    if (!choice.ok || choice.layout === null) throw new Error('the fabric is sound');
    expect(choice.fits).toBe(false);
    const context = trainingOn(machineOf(plan));
    const sizes = [...candidateGroups(plan, 'common')].flatMap((group) =>
      [...candidatesOf(group)].map(({ layout }) => estimateMemory(context, layout).totalBytes),
    );
    expect(estimateMemory(context, choice.layout).totalBytes).toBe(Math.min(...sizes));
  });
});
