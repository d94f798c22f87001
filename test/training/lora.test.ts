import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { estimateMemory, type StepEstimate, timeStep } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';

/** Llama 3 70B over frozen weights; adapters of the given rank and targets. */
function lora(rank: number, targets: readonly string[], workload: Record<string, unknown> = {}): StepEstimate {
  return stepOf({ task: { lora: { rank, targets } }, ...workload });
}

function stepOf(workload: Record<string, unknown>): StepEstimate {
  const { plan, layout } = planWith({ workload: { parallelism: { tensor: 4, pipeline: 1, context: 2 }, ...workload } });
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  const context = trainingOn(built.machine);
  expect(estimateMemory(context, layout)).toEqual(timeStep(context, layout).memory);
  return timeStep(context, layout);
}

describe('low-rank adapters', () => {
  it('have gradients and optimizer state, in proportion to their rank', () => {
    const eight = lora(8, ['qkv', 'proj']).memory;
    const sixtyFour = lora(64, ['qkv', 'proj']).memory;
    expect(sixtyFour.gradientsBytes / eight.gradientsBytes).toBeCloseTo(8, 9);
    expect(sixtyFour.optimizerBytes / eight.optimizerBytes).toBeCloseTo(8, 9);
    expect(sixtyFour.weightsBytes).toBeGreaterThan(eight.weightsBytes);
  });

  // Hu et al. 2021: A (inputs x rank) and B (rank x outputs). Llama 3 70B: 8192 inputs, 8192 + 2 x 1024 outputs, 80 layers.
  it('count rank x (inputs + outputs) a target, split over the tensor ranks', () => {
    const { gradientsBytes } = lora(16, ['qkv']).memory;
    expect(gradientsBytes).toBeCloseTo((4 * 80 * 16 * (8192 + 10240)) / 4, 3);
  });

  it('cost time and memory for every target they are put beside', () => {
    let before = lora(16, ['qkv']);
    for (const targets of [
      ['qkv', 'proj'],
      ['qkv', 'proj', 'fc1'],
      ['qkv', 'proj', 'fc1', 'fc2'],
    ]) {
      const now = lora(16, targets);
      expect(now.stepTimeS).toBeGreaterThan(before.stepTimeS);
      expect(now.memory.totalBytes).toBeGreaterThan(before.memory.totalBytes);
      before = now;
    }
  });

  it('cost time with their rank', () => {
    const compute = (rank: number): number => lora(rank, ['qkv', 'proj', 'fc1', 'fc2']).breakdown.compute_s;
    expect(compute(512)).toBeGreaterThan(1.02 * compute(16));
  });

  // NVIDIA's recipes of Llama 3 8B on 8 H100, batch 32 x 4K: 1.32 s full, 0.92 s LoRA (training reference, 3.11).
  it('take about two thirds of training every weight', () => {
    const ratio = lora(8, ['qkv']).stepTimeS / stepOf({ task: 'fine-tune' }).stepTimeS;
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(0.8);
  });

  it('gather frozen weights where those are sharded, and reduce only adapters', () => {
    const sharded = { sharding: 'full', parallelism: { tensor: 1, pipeline: 1 }, sequence_length: 8192 };
    const { transfers } = lora(8, ['qkv'], sharded);
    const bytes = (op: string): number =>
      transfers.filter(({ transfer }) => transfer.op === op).reduce((sum, { transfer }) => sum + transfer.bytes, 0);
    expect(bytes('all-gather')).toBeGreaterThan(1e8);
    expect(bytes('reduce-scatter')).toBeGreaterThan(0);
    expect(bytes('reduce-scatter')).toBeLessThan(bytes('all-gather') / 100);
  });

  it('belong to experts too', () => {
    const moe = (targets: readonly string[]): StepEstimate =>
      lora(16, targets, { model: 'mixtral-8x7b', parallelism: { tensor: 2, pipeline: 1, expert: 4 } });
    expect(moe(['fc1']).memory.gradientsBytes).toBeGreaterThan(moe(['qkv']).memory.gradientsBytes);
    expect(moe(['fc1']).breakdown.compute_s).toBeGreaterThan(0);
  });
});
