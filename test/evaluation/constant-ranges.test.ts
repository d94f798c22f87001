import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { rangeOf } from '../../src/catalog/constant-range.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { planOf, resolve } from '../spec/fixture.ts';

const SPEC = `gpus: { type: h100-sxm, count: 64 }
topology: { kind: fat-tree, oversubscription: 2 }
workload:
  model: mixtral-8x7b
  sequence_length: 4096
  global_batch: 128
  precision: fp8
  parallelism: { tensor: 2, pipeline: 2, expert: 4 }
`;

const numbersOf = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
};

describe('a model constant', () => {
  const ends = builtinCatalog.constants.flatMap((constant) => {
    const { least, most } = rangeOf(constant);
    return [
      [constant.id, least],
      [constant.id, most],
    ] as const;
  });

  it.each(ends)('%s gives a sound result at an end of its range: %d', (id, value) => {
    const plan = planOf(SPEC, { set: [`efficiency.${id}=${value}`] });
    if (plan.layout === null) throw new Error('the spec states its plan');
    const outcome = evaluate(plan, plan.layout, 'spec');
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    const { training, assumptions } = outcome.result;
    expect(numbersOf(outcome.result).every(Number.isFinite)).toBe(true);
    expect(assumptions.map(({ path }) => path)).not.toContain(`efficiency.${id}`);
    if (!training.memory.fits) {
      expect(training.memory.shortfall_bytes).toBeGreaterThan(0);
      expect(id).toMatch(/memory|logits|allocator/);
      return;
    }
    expect(numbersOf(training.breakdown).every((part) => part >= 0)).toBe(true);
    const sum = numbersOf(training.breakdown).reduce((total, part) => total + part, 0);
    expect(sum / (training.step_time_s ?? 0)).toBeCloseTo(1, 9);
    expect(training.mfu).toBeGreaterThan(0);
    expect(training.mfu).toBeLessThanOrEqual(1);
  });

  it.each(ends)('%s is refused beyond %d', (id, end) => {
    const constant = builtinCatalog.constants.find((candidate) => candidate.id === id);
    if (constant === undefined) throw new Error(id);
    const beyond = end === rangeOf(constant).least ? end - Math.max(1e-12, Math.abs(end) / 100) : end * 1.01;
    const { plan, diagnostics } = resolve(`${SPEC}efficiency:\n  ${id}: ${beyond}\n`);
    expect(plan).toBeNull();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'FP105', path: `efficiency.${id}`, at: { line: 10 } },
    ]);
  });
});
