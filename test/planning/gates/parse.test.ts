import { describe, expect, it } from 'vitest';
import { parseGate } from '../../../src/planning/gates/parse.ts';

const limitOf = (text: string) => {
  const parsed = parseGate(text);
  return parsed.ok ? parsed.gate.limit : parsed.problem.code;
};

describe('a gate', () => {
  it.each([
    ['training.step_time_s <= 2.5', { kind: 'absolute', value: 2.5 }],
    ['training.step_time_s<=1500 ms', { kind: 'absolute', value: 1.5 }],
    ['training.memory.total_bytes <= 80 GiB', { kind: 'absolute', value: 80 * 2 ** 30 }],
    ['cost.capex_usd.total <= 40e6', { kind: 'absolute', value: 40e6 }],
    ['cost.capex_usd.total <= $40 M', { kind: 'absolute', value: 40e6 }],
    ['power.facility_w < 1.4 MW', { kind: 'absolute', value: 1.4e6 }],
    ['training.idle_fraction <= 30 %', { kind: 'absolute', value: 0.3 }],
    ['training.step_time_s <= +5%', { kind: 'relative', fraction: 0.05 }],
    ['training.mfu >= -2%', { kind: 'relative', fraction: -0.02 }],
    ['training.memory.total_bytes <= +2 GiB', { kind: 'delta', value: 2 * 2 ** 30 }],
    ['fabric.tiers[0].switches == 32', { kind: 'absolute', value: 32 }],
    ['cost.lost_usd_per_year.jitter <= 1e6', { kind: 'absolute', value: 1e6 }],
    ['training.bound == compute', { kind: 'word', word: 'compute' }],
    ['training.memory.fits != false', { kind: 'word', word: 'false' }],
  ])('%s', (text, limit) => {
    expect(limitOf(text)).toEqual(limit);
  });

  it.each([
    ['training.step_tme_s <= 2', 'FP402'],
    ['training <= 2', 'FP402'],
    ['training.step_time_s', 'FP407'],
    ['training.step_time_s <= fast', 'FP407'],
    ['training.step_time_s <= 80 GiB', 'FP407'],
    ['training.step_time_s <= 5%', 'FP407'],
    ['training.bound <= compute', 'FP407'],
    ['training.step_time_s <= +-%', 'FP407'],
    ['reasons.x == 1', 'FP402'],
    ['training.memory.fits == yes', 'FP407'],
    ['plan.sharding == zero3', 'FP407'],
    ['plan.sharding != zero3', 'FP407'],
    ['training.mfu >= 1e999', 'FP407'],
    ['training.step_time_s <= 1e999 s', 'FP407'],
    ['training.mfu >= 1e999%', 'FP407'],
    ['', 'FP407'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(limitOf(text)).toBe(code);
  });

  it('lists the words a field can be', () => {
    const parsed = parseGate('plan.sharding == zero3');
    expect(parsed.ok ? '' : parsed.problem.help).toContain('none, optimizer, gradients, full');
  });

  it('suggests the field that was meant', () => {
    const parsed = parseGate('training.step_tme_s <= 2');
    expect(parsed.ok ? '' : parsed.problem.help).toContain('"training.step_time_s"');
  });
});
