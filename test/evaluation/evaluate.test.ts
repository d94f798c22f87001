import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { type Result, ResultSchema } from '../../src/result/schema.ts';
import { planWith } from './fixture.ts';

function result(changes: Parameters<typeof planWith>[0] = {}): Result {
  const { plan, layout } = planWith(changes);
  const outcome = evaluate(plan, layout);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result;
}

describe('an evaluation', () => {
  it('is a valid result and the same twice', () => {
    const first = result();
    expect(ResultSchema.safeParse(first).error).toBeUndefined();
    expect(JSON.stringify(result())).toBe(JSON.stringify(first));
  });

  it('attributes idle time: busy and idle make one, the network is part of idle', () => {
    const { training } = result();
    expect((training.gpu_busy_fraction ?? 0) + (training.idle_fraction ?? 0)).toBeCloseTo(1, 12);
    expect(training.network_idle_fraction ?? 1).toBeLessThanOrEqual(training.idle_fraction ?? 0);
  });

  it('puts the exposed time of collectives into the breakdown of their dimension', () => {
    const { collectives, training } = result();
    const exposed = (group: string): number =>
      collectives.filter((each) => each.group === group).reduce((sum, each) => sum + each.exposed_s, 0);
    expect(exposed('tensor')).toBeCloseTo(training.breakdown?.tensor_exposed_s ?? -1, 9);
    expect(exposed('data')).toBeCloseTo(training.breakdown?.data_exposed_s ?? -1, 9);
    expect(exposed('pipeline')).toBeCloseTo(training.breakdown?.pipeline_exposed_s ?? -1, 9);
  });

  it('has a ceiling no slower network can beat, and a NIC that reaches 95 % of it', () => {
    const { training } = result();
    const { ceiling, step_time_s: stepS } = training;
    if (ceiling === null || stepS === null) throw new Error('the plan runs');
    expect(ceiling.infinite_network_step_time_s).toBeLessThanOrEqual(stepS);
    const nic = ceiling.nic_bandwidth_for_95_percent_bytes_per_s;
    if (nic === null) throw new Error('bandwidth is enough here');
    const { plan, layout } = planWith();
    const cluster = { ...plan.cluster, nic: { ...plan.cluster.nic, bytesPerS: nic } };
    const enough = evaluate({ ...plan, cluster }, layout);
    if (!enough.ok) throw new Error(enough.refusal.message);
    expect(ceiling.infinite_network_step_time_s / (enough.result.training.step_time_s ?? 0)).toBeGreaterThan(0.94);
  });

  it('reports elasticities of the right sign', () => {
    for (const { elasticity } of result().training.ceiling?.sensitivity ?? []) {
      expect(elasticity).toBeLessThanOrEqual(1e-12);
      expect(elasticity).toBeGreaterThanOrEqual(-1.05);
    }
  });

  it('says by how much a plan does not fit, times nothing, and gives a reason for every null', () => {
    const failed = result({ workload: { parallelism: { tensor: 1 }, sharding: 'none' } });
    const { memory } = failed.training;
    expect(memory.fits).toBe(false);
    expect(memory.total_bytes - memory.capacity_bytes).toBeCloseTo(memory.shortfall_bytes, 3);
    expect(failed.training.step_time_s).toBeNull();
    expect(failed.verdict.headline).toMatch(/^does not fit: needs [\d.]+ GiB of [\d.]+ GiB per GPU$/);
    for (const [field, value] of Object.entries(failed.training)) {
      if (value === null) expect(failed.reasons[`training.${field}`]).toBeTruthy();
    }
  });

  it('oversubscription never helps, and costs fewer switches', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 7), fc.constantFrom(1, 2, 3, 4, 7), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const flat = result({
          gpus: { count: 1024 },
          workload: { global_batch: 2048 },
          topology: { oversubscription: low },
        });
        const lean = result({
          gpus: { count: 1024 },
          workload: { global_batch: 2048 },
          topology: { oversubscription: high },
        });
        expect(lean.training.step_time_s ?? 0).toBeGreaterThanOrEqual((flat.training.step_time_s ?? 0) * (1 - 1e-9));
        expect(lean.fabric.inter_switch_links).toBeLessThanOrEqual(flat.fabric.inter_switch_links);
      }),
      { numRuns: 10 },
    );
  });

  it('names the bottleneck and its share', () => {
    const { verdict, training } = result({ workload: { recompute: 'full' } });
    expect(verdict.drivers).toHaveLength(3);
    expect(verdict.drivers[0]?.cause).toBe('recomputation of activations');
    expect(verdict.drivers[0]?.share).toBeCloseTo(
      (training.breakdown?.recompute_s ?? 0) / (training.step_time_s ?? 1),
      12,
    );
  });
});
