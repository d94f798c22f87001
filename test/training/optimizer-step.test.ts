import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { timeStep } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';

const step = (workload: Record<string, unknown>, hostLinkBytesPerS = 64e9) => {
  const { plan, layout } = planWith({ workload });
  const { cluster } = plan;
  const built = buildMachine({ ...plan, cluster: { ...cluster, gpu: { ...cluster.gpu, hostLinkBytesPerS } } });
  if (!built.ok) throw new Error(built.refusal.message);
  return timeStep(trainingOn(built.machine), layout);
};
const optimizer = (workload: Record<string, unknown>): number => step(workload).breakdown.optimizer_s;

describe('the optimizer step', () => {
  it('moves the bytes of its states: 38 a parameter for Adam with fp32 moments and gradients', () => {
    const adam = optimizer({});
    expect(optimizer({ moment_precision: 'bf16' }) / adam).toBeCloseTo(30 / 38, 9);
    expect(optimizer({ moment_precision: 'fp8' }) / adam).toBeCloseTo(26 / 38, 9);
    expect(optimizer({ optimizer: 'sgd' }) / adam).toBeCloseTo(30 / 38, 9);
    expect(optimizer({ gradient_precision: 'bf16' }) / adam).toBeCloseTo(32 / 38, 9);
  });

  it('multiplies matrices under Muon, which has one moment', () => {
    expect(optimizer({ optimizer: 'muon' })).toBeGreaterThan(2 * optimizer({ optimizer: 'sgd' }));
  });

  it('takes longer and less memory the more of its state lies on the host', () => {
    const steps = [false, 0.25, 0.5, true].map((optimizer_offload) => step({ optimizer_offload }));
    steps.slice(1).forEach((each, i) => {
      expect(each.breakdown.optimizer_s).toBeGreaterThan(steps[i]?.breakdown.optimizer_s ?? 0);
      expect(each.memory.optimizerBytes).toBeLessThan(steps[i]?.memory.optimizerBytes ?? 0);
    });
    expect(steps[3]?.memory.optimizerBytes).toBe(0);
  });

  it('waits for the link to the host', () => {
    const slow = step({ optimizer_offload: true }, 6.4e9).breakdown.optimizer_s;
    expect(slow).toBeGreaterThan(2 * step({ optimizer_offload: true }).breakdown.optimizer_s);
    expect(step({}, 6.4e9).breakdown.optimizer_s).toBe(step({}).breakdown.optimizer_s);
  });
});
