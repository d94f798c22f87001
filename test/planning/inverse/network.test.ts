import { describe, expect, it } from 'vitest';
import { trainingOn } from '../../../src/evaluation/machine.ts';
import { boundOf } from '../../../src/evaluation/verdict.ts';
import { nicBandwidth } from '../../../src/planning/inverse/nic-bandwidth.ts';
import { mostOversubscription } from '../../../src/planning/inverse/oversubscription.ts';
import type { Plan } from '../../../src/spec/plan.ts';
import { timeStep } from '../../../src/training/step.ts';
import { planWith } from '../../evaluation/fixture.ts';
import { machineOf } from '../plans.ts';

const stepS = (plan: Plan, ratio: number): number => {
  const topology = { ...plan.topology, oversubscription: [ratio, ratio, ratio, ratio] };
  if (plan.layout === null) throw new Error('the fixture states its layout');
  return timeStep(trainingOn(machineOf({ ...plan, topology })), plan.layout).stepTimeS;
};

describe('the most oversubscription that keeps the throughput', () => {
  const { plan, layout } = planWith({ gpus: { count: 512 }, topology: { kind: 'fat-tree' } });

  it('keeps the share, and twice as much does not', () => {
    const keep = 0.97;
    const { ratio, stepTimeS, nonBlockingStepTimeS } = mostOversubscription(plan, layout, keep);
    if (ratio === null) throw new Error('the fabric can be built');
    expect(nonBlockingStepTimeS).toBe(stepS(plan, 1));
    expect(stepTimeS).toBe(stepS(plan, ratio));
    expect(stepTimeS).toBeLessThanOrEqual((nonBlockingStepTimeS ?? 0) / keep);
    expect(stepS(plan, 2 * ratio)).toBeGreaterThan((nonBlockingStepTimeS ?? 0) / keep);
  });

  it('is the highest that keeps, also where lower ratios lose more', () => {
    const { plan, layout } = planWith({
      gpus: { count: 256 },
      topology: { kind: 'fat-tree' },
      workload: { model: 'llama-3.1-70b', global_batch: 512, parallelism: { tensor: 8, pipeline: 1 } },
    });
    const keep = 0.95;
    const { ratio, worse } = mostOversubscription(plan, layout, keep);
    const most = stepS(plan, 1) / keep;
    for (const each of worse) {
      expect(each).toBeLessThan(ratio ?? 0);
      expect(stepS(plan, each)).toBeGreaterThan(most);
    }
    const tried = [8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 32];
    expect(ratio).toBeGreaterThanOrEqual(Math.max(...tried.filter((each) => stepS(plan, each) <= most)));
  });

  it('falls as more has to be kept', () => {
    const ratios = [0.5, 0.9, 0.97, 0.999].map((keep) => mostOversubscription(plan, layout, keep).ratio ?? 0);
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
    expect(ratios.at(-1)).toBeGreaterThanOrEqual(1);
  });
});

describe('the least NIC bandwidth', () => {
  const { plan, layout } = planWith({ workload: { global_batch: 64 } });
  const machine = machineOf(plan);
  const at = (bytesPerS: number) =>
    timeStep(trainingOn(machine, { scaleOut: bytesPerS / plan.cluster.nic.bytesPerS }), layout);

  it('keeps the share of the infinite network, and 1 % less does not', () => {
    const { keepingBytesPerS, infiniteStepTimeS } = nicBandwidth(machine, layout, 0.95);
    if (keepingBytesPerS === null) throw new Error('some rate is enough');
    expect(at(keepingBytesPerS).stepTimeS).toBeLessThanOrEqual(infiniteStepTimeS / 0.95);
    expect(at(keepingBytesPerS * 0.99).stepTimeS).toBeGreaterThan(infiniteStepTimeS / 0.95);
  });

  it('turns the job from bound by the network to not', () => {
    const { computeBoundBytesPerS } = nicBandwidth(machine, layout, 0.95);
    if (computeBoundBytesPerS === null) throw new Error('some rate is enough');
    expect(boundOf(at(computeBoundBytesPerS).breakdown)).not.toBe('network');
    expect(boundOf(at(computeBoundBytesPerS * 0.99).breakdown)).toBe('network');
  });

  it('rises with the share that has to be kept', () => {
    const rates = [0.5, 0.8, 0.95, 0.99].map((keep) => nicBandwidth(machine, layout, keep).keepingBytesPerS ?? 0);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates[3]).toBeGreaterThan(rates[0] ?? 0);
  });
});
