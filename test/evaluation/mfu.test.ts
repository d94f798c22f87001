import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import type { Result } from '../../src/result/schema.ts';
import { planWith } from './fixture.ts';

function training(workload: Record<string, unknown>): Result['training'] {
  const { plan, layout } = planWith({ workload });
  const outcome = evaluate(plan, layout);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result.training;
}

/** A million tokens a sequence, over 16 GPUs each. */
const MILLION = {
  model: 'llama-3-8b',
  sequence_length: 1_048_576,
  global_batch: 8,
  parallelism: { tensor: 4, context: 32 },
  recompute: 'full',
};

describe('MFU', () => {
  it('counts half the attention square in its causal form, so that no long sequence beats the kernels', () => {
    const long = training(MILLION);
    expect((long.mfu ?? 0) / (long.mfu_causal ?? 1)).toBeGreaterThan(1.9);
    // FlashAttention-3 reaches 0.65 of the peak forward, 0.57 backward, and computes scores again (Shah et al. 2024).
    expect(long.mfu_causal).toBeLessThan(0.6);
    const short = training({ model: 'llama-3-8b', sequence_length: 2048, parallelism: { tensor: 1 } });
    expect((short.mfu_causal ?? 0) / (short.mfu ?? 1)).toBeGreaterThan(0.9);
  });

  it('counts less under adapters, whose frozen neighbours have no weight gradients', () => {
    const job = { model: 'llama-3-8b', sequence_length: 4096, parallelism: { tensor: 1 } };
    const full = training({ ...job, task: 'fine-tune' });
    const lora = training({ ...job, task: { lora: { rank: 8, targets: ['qkv'] } } });
    expect(lora.step_time_s).toBeLessThan(full.step_time_s ?? 0);
    expect(lora.mfu).toBeLessThan(1.05 * (full.mfu ?? 0));
    expect(lora.mfu_convention).toContain('4 x frozen');
  });
});
