import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { estimateMemory } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';
import { predict } from '../validation/predict.ts';
import { readRows } from '../validation/rows.ts';

const memoryWith = (workload: Record<string, unknown>) => {
  const { plan, layout } = planWith({ workload });
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return estimateMemory(trainingOn(built.machine), layout);
};

describe('memory of a stage', () => {
  it('holds 12 bytes of optimizer state a parameter with fp32 moments, 8 with 16-bit and 6 with 8-bit ones', () => {
    const [full, half, quarter] = ['fp32', 'bf16', 'fp8'].map(
      (moment_precision) => memoryWith({ moment_precision }).optimizerBytes,
    );
    expect((half as number) / (full as number)).toBeCloseTo(8 / 12, 9);
    expect((quarter as number) / (full as number)).toBeCloseTo(6 / 12, 9);
  });

  it('keeps less where the inputs of the nonlinearity are 8-bit, and less still where its output is recomputed', () => {
    const kept = (change: Record<string, unknown>): number => memoryWith(change).activationsBytes;
    const selective = { recompute: 'selective', recompute_modules: ['act'] };
    expect(kept({ activation_input_precision: 'fp8' })).toBeLessThan(kept({}));
    expect(kept({ activation_input_precision: 'fp8', ...selective })).toBeLessThan(
      kept({ activation_input_precision: 'fp8' }),
    );
  });

  it('has 16-bit gradients beside fp32 sums: once for a layer in Megatron-LM, for every weight in nanotron', () => {
    const other = (change: Record<string, unknown>): number => memoryWith(change).otherBytes;
    const apart = other({}) - other({ gradient_precision: 'bf16' });
    expect(apart).toBeGreaterThan(0);
    const nanotron = { software: { framework: 'nanotron', year: 2025 } };
    expect(other(nanotron) - other({ ...nanotron, gradient_precision: 'bf16' })).toBeGreaterThan(2 * apart);
  });

  // Peak of the allocator, exact (SimuMax B200 release v1.2).
  it('is within 3 % of every measured peak of one B200 node', () => {
    const errors = readRows('training', 'simumax_b200').map((row) => {
      const prediction = predict(row.spec);
      if (!prediction.ok) throw new Error(prediction.reason);
      return Math.abs(prediction.step.memory.totalBytes / (row.measured.memory_bytes_per_gpu ?? Number.NaN) - 1);
    });
    expect(errors.length).toBe(43);
    expect(Math.max(...errors)).toBeLessThan(0.03);
  });
});
