import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import type { Result, TrafficResult } from '../../src/result/schema.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';
import { specWith } from './fixture.ts';

interface Over extends Record<string, unknown> {
  readonly background_load?: number;
}

/** The fixture's job with sections overlaid, and load of other jobs. */
function result({ background_load: load, ...over }: Over): Result {
  const spec = specWith(over as Parameters<typeof specWith>[0]);
  const resolved = planOfSpec(load === undefined ? spec : { ...spec, background_load: load });
  if (!resolved.ok || resolved.plan.layout === null) throw new Error('the spec is sound and states its layout');
  const outcome = evaluate(resolved.plan, resolved.plan.layout);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result;
}

const trafficOf = (over: Over): TrafficResult => {
  const { traffic } = result(over);
  if (traffic === undefined) throw new Error('the plan does not run');
  return traffic;
};

const job = { gpus: { count: 1024 }, workload: { global_batch: 2048, parallelism: { tensor: 4, pipeline: 4 } } };
const dragonfly = { kind: 'dragonfly', shape: { hosts: 8, routers: 8, global_links: 4, groups: 16 } };

describe('traffic', () => {
  it.each([
    ['fat-tree', { kind: 'fat-tree', oversubscription: 2 }, ['scale-up', 'nic', 'leaf']],
    ['dragonfly', dragonfly, ['scale-up', 'nic', 'router', 'group']],
  ])('of a %s adds up over the dimensions, tier by tier', (_, topology, names) => {
    const { tiers, by_dimension: dimensions, east_west_bytes: eastWest } = trafficOf({ ...job, topology });
    expect(tiers.map(({ name }) => name)).toEqual(names);
    for (const tier of tiers) {
      const sum = tier.by_dimension.reduce((total, { bytes }) => total + bytes, 0);
      expect(sum).toBeCloseTo(tier.bytes_per_step, -3);
      expect(tier.active_utilization_fraction ?? 0).toBeGreaterThanOrEqual(tier.utilization_fraction ?? 0);
      expect(tier.active_utilization_fraction ?? 0).toBeLessThanOrEqual(1 + 1e-9);
    }
    const nic = tiers[1]?.bytes_per_step ?? 0;
    expect(nic).toBe(eastWest);
    expect(dimensions.reduce((total, { scale_out_bytes: bytes }) => total + bytes, 0)).toBeCloseTo(nic, -3);
    for (const { bytes_per_step: bytes } of tiers.slice(2)) expect(bytes).toBeLessThanOrEqual(nic);
  });

  it('names links of the table as what binds', () => {
    const { tiers, binding_tier: binding } = trafficOf({ ...job, topology: { oversubscription: 7 } });
    expect(tiers.map(({ name }) => name)).toContain(binding);
  });

  it.each([
    [2, 1],
    [4, 1],
    [4, 2],
  ])('sends what crosses the borders of %i stages of %i chunks, no more', (pipeline, virtual_pipeline) => {
    const layers = { tensor: 8, pipeline, virtual_pipeline };
    const run = result({ ...job, workload: { global_batch: 2048, parallelism: layers } });
    const sent = run.traffic?.by_dimension.find(({ dimension }) => dimension === 'pipeline');
    const [tokens, hidden] = [8192, 8192];
    const borders = pipeline * virtual_pipeline - 1;
    expect(sent?.scale_out_bytes).toBeCloseTo(2048 * tokens * hidden * 2 * 2 * borders, -4);
  });

  it('has no north-south part without storage, and a checkpoint an interval with it', () => {
    expect(trafficOf(job)).toMatchObject({ north_south_bytes: 0 });
    expect(trafficOf(job).checkpoint).toBeUndefined();
    const storage = { bandwidth: '100 GB/s', checkpoint_interval: '10 min' };
    const run = result({ ...job, storage });
    const { checkpoint, north_south_bytes: bytes, tiers } = run.traffic as TrafficResult;
    expect(checkpoint?.write_s).toBeCloseTo((checkpoint?.size_bytes ?? 0) / 100e9, 9);
    expect(bytes).toBeCloseTo(((checkpoint?.size_bytes ?? 0) * (run.training.step_time_s ?? 0)) / 600, -3);
    expect(tiers.at(-1)).toMatchObject({ name: 'storage', bytes_per_step: bytes });
    const slower = trafficOf({ ...job, storage: { ...storage, bandwidth: '10 GB/s' } });
    expect(slower.checkpoint?.stall_fraction ?? 0).toBeGreaterThan(checkpoint?.stall_fraction ?? 1);
  });

  it('under background load takes no less time than alone', () => {
    const over = { ...job, topology: { oversubscription: 2 } };
    const alone = result(over).training.step_time_s ?? 0;
    expect(result({ ...over, background_load: 0.5 }).training.step_time_s ?? 0).toBeGreaterThanOrEqual(alone);
    const scattered = { ...over, workload: { ...job.workload, placement: 'scattered' } };
    expect(result(scattered).training.step_time_s ?? 0).toBeGreaterThanOrEqual(alone * (1 - 1e-9));
  });
});

describe('a checkpoint', () => {
  const write = (bandwidth: number, interval = 1800) =>
    result({ ...job, topology: { kind: 'fat-tree' }, storage: { bandwidth, checkpoint_interval: interval } } as Over);
  const checkpointOf = (bandwidth: number) => {
    const { traffic } = write(bandwidth);
    if (traffic?.checkpoint === undefined) throw new Error('the plan has storage');
    return traffic.checkpoint;
  };

  it('is never written faster than the NICs of the job send', () => {
    const slow = checkpointOf(1e9);
    expect(slow.size_bytes / slow.write_s).toBeCloseTo(1e9, 0);
    const fast = checkpointOf(1e15);
    expect(fast.size_bytes / fast.write_s).toBeCloseTo(1024 * 50e9, -3);
  });

  it('that takes longer than its interval is named in the advice', () => {
    expect(write(1e9, 1).verdict.advice.join()).toMatch(/longer than the 1 s between two/);
    expect(write(1e12).verdict.advice.join()).not.toMatch(/checkpoint/);
  });
});
