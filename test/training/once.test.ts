import { describe, expect, it } from 'vitest';
import { trainingOn } from '../../src/evaluation/machine.ts';
import { candidateGroups, candidatesOf } from '../../src/planning/search/space.ts';
import { estimateMemory, timeStep } from '../../src/training/step.ts';
import { machineOf, openPlan } from '../planning/plans.ts';

/** Of each group some candidates, so that few share all they could share. */
const SHOWN_OF_A_GROUP = 3;

describe('what layouts share', () => {
  it.each([
    ['dense', {}],
    ['experts', { model: 'mixtral-8x7b' }],
    ['latent attention and experts', { model: 'deepseek-v3', global_batch: 64 }],
    ['two directions', { schedule: 'dual-pipe' }],
  ])('is calculated once and changes nothing: %s', (_, workload) => {
    const plan = openPlan(workload);
    const machine = machineOf(plan);
    const shared = trainingOn(machine);
    let compared = 0;
    for (const group of candidateGroups(plan, 'wide')) {
      const candidates = [...candidatesOf(group)];
      const stride = Math.max(1, Math.floor(candidates.length / SHOWN_OF_A_GROUP));
      for (let at = compared % stride; at < candidates.length && compared < 2000; at += stride) {
        const layout = candidates[at]?.layout;
        if (layout === undefined) continue;
        const alone = trainingOn(machine);
        expect(estimateMemory(shared, layout)).toEqual(estimateMemory(alone, layout));
        expect(timeStep(shared, layout)).toEqual(timeStep(alone, layout));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
