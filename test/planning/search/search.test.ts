import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingOn } from '../../../src/evaluation/machine.ts';
import { StepBound } from '../../../src/planning/search/bound.ts';
import { search } from '../../../src/planning/search/search.ts';
import { candidateGroups, candidatesOf } from '../../../src/planning/search/space.ts';
import { estimateMemory, timeStep } from '../../../src/training/step.ts';
import { machineOf, openPlan } from '../plans.ts';

const JOBS: readonly (readonly [string, Record<string, unknown>, number])[] = [
  ['a dense model', { global_batch: 16 }, 32],
  ['a long context', { sequence_length: 131072, global_batch: 8 }, 32],
  ['a tight one', { model: 'llama-3-70b', global_batch: 16 }, 64],
  ['experts', { model: 'mixtral-8x7b', global_batch: 16 }, 16],
  ['experts after dense layers, 27 in all', { model: 'deepseek-v2-lite', sequence_length: 4096, global_batch: 8 }, 8],
  ['a stated schedule', { schedule: 'zb-1p', recompute: 'selective', global_batch: 32 }, 32],
  ['stated layers to recompute', { recompute: 'full', recompute_layers: 2, global_batch: 32 }, 16],
  ['unfused attention', { attention: 'unfused', sequence_length: 2048, global_batch: 32 }, 16],
  ['two chunks a rank', { schedule: 'zb-v', global_batch: 32 }, 16],
  ['both ends of the pipeline', { model: 'mixtral-8x7b', schedule: 'dual-pipe', global_batch: 32 }, 16],
];

describe('the pruned search', () => {
  it.each(JOBS)('finds what timing everything finds: %s', (_, workload, count) => {
    const machine = machineOf(openPlan(workload, count));
    for (const top of [1, 5]) {
      const options = { space: 'common', top } as const;
      const pruned = search(machine, { ...options, exhaustive: false });
      const exhaustive = search(machine, { ...options, exhaustive: true });
      expect(pruned.best).toEqual(exhaustive.best);
      expect(pruned.counts.candidates).toBe(exhaustive.counts.candidates);
      expect(exhaustive.counts.bounded).toBe(0);
      for (const { counts } of [pruned, exhaustive]) {
        expect(counts.bounded + counts.tooLarge + counts.timed).toBe(counts.candidates);
      }
    }
  });

  it('finds it in the wide space too, and looks at a small part of it', () => {
    const machine = machineOf(openPlan({ model: 'llama-3-8b', global_batch: 4 }, 8));
    const options = { space: 'wide', top: 3 } as const;
    const pruned = search(machine, { ...options, exhaustive: false });
    expect(pruned.best).toEqual(search(machine, { ...options, exhaustive: true }).best);
    expect(pruned.counts.timed).toBeLessThan(pruned.counts.candidates / 4);
  });

  it('finds it for a score that grows with the step and forbids some plans', () => {
    const machine = machineOf(openPlan({ global_batch: 32 }, 32));
    const score = ({ layout }: { layout: { microBatch: number } }, stepTimeS: number): number | null =>
      layout.microBatch === 1 ? null : stepTimeS * 3;
    const options = { space: 'common', top: 4, score } as const;
    const pruned = search(machine, { ...options, exhaustive: false });
    expect(pruned.best).toEqual(search(machine, { ...options, exhaustive: true }).best);
    expect(pruned.best.every(({ layout }) => layout.microBatch > 1)).toBe(true);
  });

  it.each(JOBS)('never has a bound above the time: %s', (_, workload, count) => {
    const plan = openPlan(workload, count);
    const machine = machineOf(plan);
    for (const space of ['common', 'wide'] as const) {
      let seen = 0;
      for (const group of candidateGroups(plan, space)) {
        // Every 1999th group of a large space is a fair sample.
        if (space === 'wide' && ++seen % 1999 !== 0) continue;
        for (const { layout, overlap } of candidatesOf(group)) {
          const context = trainingOn({ ...machine, plan: { ...plan, workload: { ...plan.workload, overlap } } });
          const { stepTimeS } = timeStep(context, layout);
          expect(new StepBound(context).of(layout), JSON.stringify(layout)).toBeLessThanOrEqual(stepTimeS);
          break;
        }
      }
    }
  });

  it('never returns a plan that does not fit', () => {
    const plan = openPlan({ model: 'llama-3-70b', global_batch: 8 }, 32);
    const machine = machineOf(plan);
    const { best } = search(machine, { space: 'wide', top: 20, exhaustive: false });
    expect(best.length).toBe(20);
    const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
    for (const { layout } of best) {
      expect(estimateMemory(trainingOn(machine), layout).totalBytes).toBeLessThanOrEqual(capacity);
    }
  });

  it('tries the stated plan wherever it lies, and counts it once', () => {
    const plan = openPlan({ global_batch: 16 }, 16);
    const machine = machineOf(plan);
    const [group] = candidateGroups(plan, 'common');
    const [inside] = group === undefined ? [] : candidatesOf(group);
    if (inside === undefined) throw new Error('the space is not empty');
    const outside = {
      ...inside,
      layout: { ...inside.layout, microBatch: 16, data: 1, tensor: 16, recompute: 'full' as const },
    };
    const options = { space: 'common', top: 1e6, exhaustive: true } as const;
    const size = search(machine, options).counts.candidates;
    expect(search(machine, { ...options, also: inside }).counts.candidates).toBe(size);
    const both = search(machine, { ...options, also: outside });
    expect(both.counts.candidates).toBe(size + 1);
    expect(both.best.map(({ layout }) => layout)).toContainEqual(outside.layout);
  });

  it.each([2, 3, 16])('finds in %d shards what it finds whole', (of) => {
    const machine = machineOf(openPlan({ model: 'llama-3-8b', global_batch: 16 }, 16));
    const [group] = candidateGroups(machine.plan, 'common');
    const [inside] = group === undefined ? [] : candidatesOf(group);
    if (inside === undefined) throw new Error('the space is not empty');
    const also = { ...inside, layout: { ...inside.layout, microBatch: 16, data: 1, tensor: 16 } };
    const options = { space: 'common', top: 5, exhaustive: false, also } as const;
    const whole = search(machine, options);
    const parts = Array.from({ length: of }, (_, i) => search(machine, { ...options, shard: { index: i + 1, of } }));
    const best = parts.flatMap((part) => part.best).sort((a, b) => a.score - b.score || a.index - b.index);
    expect(best.slice(0, options.top)).toEqual(whole.best);
    expect(parts.reduce((sum, { counts }) => sum + counts.candidates, 0)).toBe(whole.counts.candidates);
  });

  it('finds the best of any small space, wide or common, within memory', () => {
    const job = fc.record({
      model: fc.constantFrom('llama-3-8b', 'mixtral-8x7b', 'deepseek-v2-lite', 'llama-3-70b'),
      global_batch: fc.constantFrom(2, 6, 8, 12),
      sequence_length: fc.constantFrom(2048, 8192),
    });
    fc.assert(
      fc.property(job, fc.constantFrom(4, 8, 24), fc.integer({ min: 1, max: 4 }), (workload, gpus, top) => {
        const machine = machineOf(openPlan(workload, gpus));
        const { gpu, reserveBytes } = machine.plan.cluster;
        const pruned = search(machine, { space: 'common', top, exhaustive: false });
        expect(pruned.best).toEqual(search(machine, { space: 'common', top, exhaustive: true }).best);
        for (const { layout } of pruned.best) {
          const { totalBytes } = estimateMemory(trainingOn(machine), layout);
          expect(totalBytes).toBeLessThanOrEqual(gpu.memoryBytes - reserveBytes);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('stops when told to', () => {
    let calls = 0;
    const options = { space: 'wide', top: 1, exhaustive: true, proceed: () => ++calls < 3 } as const;
    const { counts } = search(machineOf(openPlan({}, 16)), options);
    expect(calls).toBe(3);
    expect(counts.timed + counts.tooLarge).toBeLessThan(counts.candidates);
  });
});
