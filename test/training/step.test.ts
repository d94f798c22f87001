import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMachine, type Factors, trainingOn } from '../../src/evaluation/machine.ts';
import type { Layout, Plan } from '../../src/spec/plan.ts';
import { estimateMemory, type StepEstimate, timeStep } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';

function step(plan: Plan, layout: Layout, factors: Factors = {}): StepEstimate {
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return timeStep(trainingOn(built.machine, factors), layout);
}

const sum = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((a, b) => a + b, 0);

/** Layouts of 128 GPUs over Llama 3 70B, legal by construction. */
const layouts: fc.Arbitrary<Layout> = fc
  .record({
    tensor: fc.constantFrom(1, 2, 4, 8, 16),
    pipeline: fc.constantFrom(1, 2, 3, 4, 8),
    virtual: fc.constantFrom(1, 2, 5),
    context: fc.constantFrom(1, 2, 4),
    microBatch: fc.constantFrom(1, 2),
    sharding: fc.constantFrom('none', 'optimizer', 'gradients', 'full') as fc.Arbitrary<Layout['sharding']>,
    recompute: fc.constantFrom('none', 'selective', 'full') as fc.Arbitrary<Layout['recompute']>,
    sequenceParallel: fc.boolean(),
  })
  .filter(({ tensor, pipeline, context }) => 128 % (tensor * pipeline * context) === 0)
  .map(({ virtual, ...rest }) => ({
    ...planWith().layout,
    ...rest,
    virtualPipeline: rest.pipeline === 1 ? 1 : virtual,
    schedule: rest.pipeline > 1 && virtual > 1 ? ('interleaved' as const) : ('1f1b' as const),
    data: 128 / (rest.tensor * rest.pipeline * rest.context),
  }));

describe('a training step', () => {
  const { plan } = planWith();

  it('is the sum of its breakdown, with no part below zero', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const estimate = step(plan, layout);
        expect(sum(estimate.breakdown)).toBeCloseTo(estimate.stepTimeS, 9);
        for (const part of Object.values(estimate.breakdown)) expect(part).toBeGreaterThanOrEqual(0);
        expect(estimate.busyS + estimate.networkIdleS).toBeLessThanOrEqual(estimate.stepTimeS * (1 + 1e-12));
      }),
    );
  });

  it('never gets longer with a faster part', () => {
    const factor = fc.double({ min: 1, max: 16, noNaN: true });
    fc.assert(
      fc.property(
        layouts,
        factor,
        fc.constantFrom('compute', 'memory', 'scaleUp', 'scaleOut'),
        (layout, times, part) => {
          const slow = step(plan, layout).stepTimeS;
          expect(step(plan, layout, { [part]: times }).stepTimeS).toBeLessThanOrEqual(slow * (1 + 1e-9));
        },
      ),
    );
  });

  it('is never shorter than on an infinite network', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const infinite = step(plan, layout, { idealScaleOut: true }).stepTimeS;
        expect(infinite).toBeLessThanOrEqual(step(plan, layout).stepTimeS * (1 + 1e-9));
      }),
    );
  });

  it('does not communicate on one GPU', () => {
    const one = planWith({
      gpus: { count: 1, per_node: 1 },
      nics: { per_node: 1 },
      workload: { model: 'llama-3-8b', global_batch: 4, parallelism: { tensor: 1 }, sharding: 'none' },
    });
    const { breakdown } = step(one.plan, one.layout);
    for (const part of ['tensor', 'context', 'expert', 'pipeline', 'data']) {
      expect(breakdown[`${part}_exposed_s` as keyof typeof breakdown]).toBe(0);
    }
    expect(breakdown.pipeline_bubble_s).toBe(0);
  });

  it('takes sequence_parallel at tensor 1 as without effect', () => {
    const layout = { ...planWith().layout, tensor: 1, data: 16, recompute: 'full' as const };
    const on = step(plan, { ...layout, sequenceParallel: true });
    const off = step(plan, { ...layout, sequenceParallel: false });
    expect(on.stepTimeS).toBe(off.stepTimeS);
    expect(on.memory.totalBytes).toBe(off.memory.totalBytes);
  });

  it('pays for tensor groups wider than a node', () => {
    const layout = planWith().layout;
    const inside = step(plan, { ...layout, tensor: 8, data: 2 });
    const across = step(plan, { ...layout, tensor: 16, data: 1 });
    expect(across.breakdown.tensor_exposed_s).toBeGreaterThan(2 * inside.breakdown.tensor_exposed_s);
  });

  it('costs the output layer on the last stage: an uneven split that spares it is faster', () => {
    // The output layer is worth more than a layer of which no exchange shows.
    const stages = { parallelism: { tensor: 4, pipeline: 4, context: 2 }, overlap: { tensor: true } };
    const even = planWith({ workload: stages });
    const spared = planWith({ workload: { ...stages, pipeline_layout: [21, 20, 20, 19] } });
    expect(step(spared.plan, spared.layout).stepTimeS).toBeLessThan(step(even.plan, even.layout).stepTimeS);
  });

  it('does a forward pass again under full recomputation', () => {
    const layout = planWith().layout;
    const none = step(plan, layout);
    const full = step(plan, { ...layout, recompute: 'full' });
    expect(full.breakdown.recompute_s / none.breakdown.compute_s).toBeGreaterThan(0.25);
    expect(full.breakdown.recompute_s / none.breakdown.compute_s).toBeLessThan(0.4);
    expect(full.breakdown.compute_s).toBe(none.breakdown.compute_s);
  });

  // Weak scaling of published runs is flat on healthy fabrics: Llama 3 70B, 64 to 1,024 H100, 14.66 to 14.65 s.
  it('hides data parallelism: sixteen times the GPUs and batch cost less than 3 %', () => {
    const small = planWith({ gpus: { count: 64 }, workload: { global_batch: 128 } });
    const large = planWith({ gpus: { count: 1024 }, workload: { global_batch: 2048 } });
    const ratio = step(large.plan, large.layout).stepTimeS / step(small.plan, small.layout).stepTimeS;
    expect(ratio).toBeGreaterThanOrEqual(1);
    expect(ratio).toBeLessThan(1.03);
  });

  it('feels a slower network more when gradients are not overlapped', () => {
    const apart = planWith({ workload: { overlap: { data: false } } });
    const beside = planWith({ workload: { overlap: { data: true } } });
    expect(step(apart.plan, apart.layout).breakdown.data_exposed_s).toBeGreaterThan(
      step(beside.plan, beside.layout).breakdown.data_exposed_s,
    );
  });
});

describe('memory of a step', () => {
  const { plan } = planWith();
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  const context = trainingOn(built.machine);

  it('is the sum of its parts', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const m = estimateMemory(context, layout);
        const parts = m.weightsBytes + m.gradientsBytes + m.optimizerBytes + m.activationsBytes + m.otherBytes;
        expect(parts / m.totalBytes).toBeCloseTo(1, 12);
      }),
    );
  });

  it('never grows with sharding, recomputation or offloading', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const of = (change: Partial<Layout>): number => estimateMemory(context, { ...layout, ...change }).totalBytes;
        expect(of({ sharding: 'optimizer' })).toBeLessThanOrEqual(of({ sharding: 'none' }));
        expect(of({ sharding: 'gradients' })).toBeLessThanOrEqual(of({ sharding: 'optimizer' }));
        expect(of({ recompute: 'selective' })).toBeLessThanOrEqual(of({ recompute: 'none' }));
        expect(of({ offloadLayers: 4 })).toBeLessThanOrEqual(of({ offloadLayers: 0 }));
      }),
    );
  });

  // Megatron mixed precision holds 18 bytes a parameter without sharding: 2 weight, 4 gradient, 12 optimizer.
  it('holds 18 bytes a parameter, 6 + 12/d with the optimizer sharded over d', () => {
    const state = (layout: Layout): number => {
      const m = estimateMemory(context, layout);
      return (m.weightsBytes + m.gradientsBytes + m.optimizerBytes) / (m.weightsBytes / 2);
    };
    const { layout } = planWith();
    expect(state({ ...layout, sharding: 'none' })).toBeCloseTo(18, 12);
    expect(state({ ...layout, sharding: 'optimizer' })).toBeCloseTo(6 + 12 / (layout.data * layout.context), 12);
  });
});
