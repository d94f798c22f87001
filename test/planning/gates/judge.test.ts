import { describe, expect, it } from 'vitest';
import { judge, judgeAll } from '../../../src/planning/gates/judge.ts';
import { parseGate } from '../../../src/planning/gates/parse.ts';
import type { Result } from '../../../src/result/schema.ts';
import { fitting, tooLarge } from '../../report/fixture.ts';

function gate(text: string, level: 'error' | 'warn' = 'error') {
  const parsed = parseGate(text, level);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.gate;
}

const withStep = (seconds: number): Result => ({
  ...fitting,
  training: { ...fitting.training, step_time_s: seconds },
});

describe('judging', () => {
  it.each([
    ['training.step_time_s <= 2', 2, true],
    ['training.step_time_s < 2', 2, false],
    ['training.step_time_s <= +5%', 2.1, true],
    ['training.step_time_s <= +5%', 2.11, false],
    ['training.step_time_s >= -5%', 1.9, true],
    ['training.step_time_s >= -5%', 1.89, false],
    ['training.step_time_s <= +0.5', 2.5, true],
    ['training.step_time_s <= +0.5', 2.51, false],
    ['training.step_time_s == 2', 2 + 1e-15, true],
  ])('%s on %d (base 2): %s', (text, seconds, passed) => {
    expect(judge(gate(text), withStep(2), withStep(seconds)).passed).toBe(passed);
  });

  it('fails a field that is null, with its reason', () => {
    const outcome = judge(gate('training.step_time_s <= 100'), null, tooLarge);
    expect(outcome).toMatchObject({ passed: false, found: null });
    expect(outcome.reason).toBe(tooLarge.reasons['training.step_time_s']);
    expect(outcome.reason).toBeTruthy();
  });

  it('fails a part that the result does not have', () => {
    expect(judge(gate('fabric.tiers[9].switches <= 100'), null, fitting).passed).toBe(false);
  });

  it('holds every entry of a list to the limit', () => {
    const largest = Math.max(...fitting.fabric.tiers.map(({ switches }) => switches));
    expect(judge(gate(`fabric.tiers[].switches <= ${largest}`), null, fitting).passed).toBe(true);
    expect(judge(gate(`fabric.tiers[].switches < ${largest}`), null, fitting).passed).toBe(false);
  });

  it('reports every breach, errors first, passes last', () => {
    const gates = [
      gate('training.step_time_s <= 1e9'),
      gate('training.step_time_s <= 0', 'warn'),
      gate('training.mfu >= 1'),
      gate('cost.capex_usd.total <= 0'),
    ];
    const outcomes = judgeAll(gates, null, fitting);
    expect(outcomes.map(({ gate: { field, level }, passed }) => [field, level, passed])).toEqual([
      ['training.mfu', 'error', false],
      ['cost.capex_usd.total', 'error', false],
      ['training.step_time_s', 'warn', false],
      ['training.step_time_s', 'error', true],
    ]);
  });
});
