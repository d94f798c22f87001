import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { painter } from '../../../src/cli/color.ts';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { type Explanation, explain } from '../../../src/report/explain/explanation.ts';
import { explainedFields } from '../../../src/report/explain/registry.ts';
import { explanationText } from '../../../src/report/explain/text.ts';
import { readField } from '../../../src/result/read-field.ts';
import { resolveSpec } from '../../../src/spec/resolve.ts';

const { plan } = resolveSpec({
  text: readFileSync(new URL('../../../configs/minimal.yaml', import.meta.url)),
  file: 'c.yaml',
  catalog: builtinCatalog,
  readFile: () => {
    throw new Error('no file is named');
  },
  overrides: ['workload.parallelism={ tensor: 8, pipeline: 4 }'],
});
const outcome = plan?.layout ? evaluate(plan, plan.layout) : null;
if (!plan || !outcome?.ok) throw new Error('the minimal spec must run');
const { result } = outcome;
const paint = painter('never', {}, false);

const explained = (field: string): Explanation => {
  const explanation = explain(field, result, plan);
  if (explanation === null) throw new Error(field);
  return explanation;
};

describe('the explanation of a real result', () => {
  it.each(explainedFields)('%s', (field) => {
    const text = explanationText(explained(field), paint);
    expect(text).toMatch(/\n {2}formula {2}.+\n {2}source {3}.+\n/);
    expect(text).not.toMatch(/undefined|NaN|Infinity|no such constant|\[object/);
  });

  it('carries the values of the result', () => {
    for (const field of ['training.mfu', 'cost.capex_usd.total', 'power.it_w', 'fabric.switches']) {
      expect(explained(field).value).toBe(readField(result, field)[0]?.value);
    }
    expect(explained('fabric.tiers[].switches').value).toEqual(result.fabric.tiers.map(({ switches }) => switches));
    expect(explained('fabric.tiers[1].switches').value).toBe(result.fabric.tiers[1]?.switches);
  });

  it('can be recomputed from its inputs', () => {
    const value = (field: string): number => Number(explained(field).value);
    const inputs = (field: string): Record<string, number> =>
      Object.fromEntries(explained(field).inputs.map((input) => [input.name, Number(input.value)]));
    const flops = inputs('training.model_flops_per_gpu_per_s');
    const perToken = flops['workload.model_flops_per_token'] ?? Number.NaN;
    expect(
      (perToken * value('training.tokens_per_s_per_gpu')) / value('training.model_flops_per_gpu_per_s'),
    ).toBeCloseTo(1, 9);
    const mfu = inputs('training.mfu');
    expect(value('training.model_flops_per_gpu_per_s') / (mfu['gpus.peak'] ?? Number.NaN)).toBeCloseTo(
      value('training.mfu'),
      9,
    );
    const causal = inputs('training.mfu_causal')['workload.causal_flops_per_token'] ?? Number.NaN;
    expect((value('training.mfu') * causal) / perToken).toBeCloseTo(value('training.mfu_causal'), 9);
    const jitter = inputs('training.breakdown.jitter_s');
    const share =
      (jitter['straggler_share_per_doubling'] ?? Number.NaN) * Math.log2(jitter['workload.scale_up_domains'] ?? 0);
    const busy = value('training.breakdown.compute_s') + value('training.breakdown.recompute_s');
    expect(share * busy).toBeCloseTo(value('training.breakdown.jitter_s'), 9);
  });

  it('says why a value is unknown', () => {
    expect(explained('training.run_time_s')).toMatchObject({
      value: null,
      reason: result.reasons['training.run_time_s'],
    });
  });

  it('never explains a field by itself', () => {
    const visit = ({ field, inputs }: Explanation, above: readonly string[]): void => {
      expect(above).not.toContain(field);
      for (const { explanation } of inputs) if (explanation) visit(explanation, [...above, field]);
    };
    for (const field of explainedFields) visit(explained(field), []);
  });

  it('is null for what is no field', () => expect(explain('training.nothing', result, plan)).toBeNull());
});
