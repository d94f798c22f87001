import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { compare } from '../../../src/planning/compare/compare.ts';
import { directionOf, headlineRank } from '../../../src/planning/compare/metric.ts';
import { knownFields } from '../../../src/planning/known-fields.ts';
import { planWith } from '../../evaluation/fixture.ts';
import { fitting, tooLarge } from '../../report/fixture.ts';

function resultWith(oversubscription: number) {
  const { plan, layout } = planWith({ topology: { kind: 'rail-optimized', oversubscription } });
  const outcome = evaluate(plan, layout);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result;
}

describe('compare', () => {
  it('finds nothing between a design and itself', () => {
    for (const result of [fitting, tooLarge, resultWith(2)]) expect(compare(result, result).changes).toEqual([]);
  });

  it('swaps better and worse, and negates differences, when the sides are swapped', () => {
    const [a, b] = [resultWith(1), resultWith(4)];
    const there = new Map(compare(a, b).changes.map((change) => [change.field, change]));
    const back = compare(b, a).changes;
    expect(back.length).toBe(there.size);
    const opposite = { better: 'worse', worse: 'better', neutral: 'neutral' };
    for (const change of back) {
      const other = there.get(change.field);
      expect(other?.effect).toBe(opposite[change.effect]);
      if (change.absolute !== null) expect(other?.absolute).toBe(-change.absolute);
    }
  });

  it('takes percentages of the base', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (factor) => {
        const step = fitting.training.step_time_s ?? 0;
        const training = { ...fitting.training, step_time_s: step * factor };
        const [change] = compare(fitting, { ...fitting, training }).changes;
        if (change === undefined) expect(factor).toBeCloseTo(1);
        else expect(change.relative).toBeCloseTo(factor - 1, 9);
      }),
    );
  });

  it('says that slower is worse, more utilization better, more switches neither', () => {
    expect(directionOf('training.step_time_s')).toBe('lower');
    expect(directionOf('training.mfu')).toBe('higher');
    expect(directionOf('training.tokens_per_s_per_gpu')).toBe('higher');
    expect(directionOf('training.idle_fraction')).toBe('lower');
    expect(directionOf('cost.capex_usd.total')).toBe('lower');
    expect(directionOf('training.memory.capacity_bytes')).toBe('neutral');
    expect(directionOf('fabric.switches')).toBe('neutral');
  });

  it('puts what matters first', () => {
    const { changes } = compare(resultWith(1), resultWith(4));
    const ranks = changes.flatMap(({ field }) => headlineRank(field) ?? []);
    expect(ranks.length).toBeGreaterThan(3);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    const firstDetail = changes.findIndex(({ headline }) => !headline);
    expect(changes.slice(firstDetail).every(({ headline }) => !headline)).toBe(true);
  });

  it('compares only fields of the result', () => {
    const { changes, same } = compare(resultWith(1), resultWith(4));
    const { find, names } = knownFields();
    for (const { field } of [...changes, ...same]) {
      expect(find(field) !== null || names.some((name) => name.startsWith(`${field}.`)), field).toBe(true);
    }
  });
});
