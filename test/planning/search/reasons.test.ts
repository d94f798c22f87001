import { expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { reasonsAgainst, reasonsFor } from '../../../src/planning/search/reasons.ts';
import type { Result } from '../../../src/result/schema.ts';
import { planWith } from '../../evaluation/fixture.ts';

function resultOf(workload: Record<string, unknown>): Result {
  const { plan, layout } = planWith({ workload });
  const outcome = evaluate(plan, layout, 'spec', { ceiling: false, influence: false });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result;
}

const base = resultOf({});

it('says where the step of the winner goes', () => {
  expect(reasonsFor(base)).toMatch(/^compute \d.* %; .*; \d.* % of the memory$/);
});

it('names what is longer in the other plan, and nothing of the same plan', () => {
  expect(reasonsAgainst(base, base)).toBe('');
  expect(reasonsAgainst(base, resultOf({ recompute: 'full' }))).toMatch(/^recomputation of activations \+/);
  const flat = resultOf({ parallelism: { tensor: 4, pipeline: 4, context: 2 } });
  expect(reasonsAgainst(base, flat)).toMatch(/pipeline bubble \+|pipeline sends, exposed \+/);
});
