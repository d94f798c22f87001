import { describe, expect, it } from 'vitest';
import { trainingOn } from '../../src/evaluation/machine.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import { planned } from '../../src/planning/search/planned.ts';
import { type Candidate, candidateGroups, candidatesOf } from '../../src/planning/search/space.ts';
import { estimateMemory, timeStep } from '../../src/training/step.ts';
import { machineOf, openPlan } from './plans.ts';

describe('choosing a layout', () => {
  it('returns the fastest of the space that fits, and never one that does not', () => {
    const plan = openPlan();
    const choice = chooseLayout(plan);
    if (!choice.ok || choice.candidate === null) throw new Error('a layout exists');
    const machine = machineOf(plan);
    const contextOf = (candidate: Candidate) => trainingOn({ ...machine, plan: planned(plan, candidate) });
    const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
    const candidates = [...candidateGroups(plan, 'common')].flatMap((group) => [...candidatesOf(group)]);
    const fitting = candidates.filter((each) => estimateMemory(contextOf(each), each.layout).totalBytes <= capacity);
    const times = fitting.map((each) => timeStep(contextOf(each), each.layout).stepTimeS);
    const { candidate } = choice;
    expect(timeStep(contextOf(candidate), candidate.layout).stepTimeS).toBe(Math.min(...times));
    expect(estimateMemory(contextOf(candidate), candidate.layout).totalBytes).toBeLessThanOrEqual(capacity);
    expect(choice.considered).toBe(candidates.length);
  });

  it('returns the smallest layout when none fits', () => {
    const plan = openPlan({ model: 'llama-3.1-405b', global_batch: 8 }, 8);
    const choice = chooseLayout(plan);
    if (!choice.ok || choice.candidate === null) throw new Error('the fabric is sound');
    expect(choice.fits).toBe(false);
    const context = trainingOn(machineOf(plan));
    const sizes = [...candidateGroups(plan, 'common')].flatMap((group) =>
      [...candidatesOf(group)].map(({ layout }) => estimateMemory(context, layout).totalBytes),
    );
    expect(estimateMemory(context, choice.candidate.layout).totalBytes).toBe(Math.min(...sizes));
  });
});
