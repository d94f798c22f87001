import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { scalingCurve } from '../../../src/planning/scale/curve.ts';
import type { Evaluated } from '../../../src/planning/sweep/row.ts';
import { planWith } from '../../evaluation/fixture.ts';

const PARTS = { ceiling: false, influence: false };

function at(gpus: number, batch = 512): { readonly gpus: number; readonly evaluated: Evaluated } {
  const { plan, layout } = planWith({ gpus: { count: gpus }, workload: { global_batch: batch } });
  const outcome = evaluate(plan, layout, 'spec', PARTS);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { gpus, evaluated: outcome };
}

const missing = (gpus: number) => ({ gpus, evaluated: { ok: false, problem: 'too small' } as const });
const counts = [128, 256, 512, 1024, 2048, 4096, 8192, 16384].map((gpus) => at(gpus));

describe('a scaling curve', () => {
  const { points } = scalingCurve(counts, 0.5);

  it('starts at 1 and says what each GPU added brings', () => {
    expect(points[0]).toMatchObject({ speedup: 1, efficiency: 1, marginalTokensPerS: null, marginalFraction: null });
    points.slice(1).forEach((point, i) => {
      const before = points[i];
      const [tokens, fewer] = [point.result?.training.tokens_per_s ?? 0, before?.result?.training.tokens_per_s ?? 0];
      expect(point.efficiency).toBeCloseTo(((point.speedup ?? 0) * 128) / point.gpus, 12);
      expect(point.marginalTokensPerS).toBeCloseTo((tokens - fewer) / (point.gpus - (before?.gpus ?? 0)), 6);
    });
  });

  it('loses efficiency at a fixed batch with every doubling', () => {
    const efficiencies = points.map(({ efficiency }) => efficiency ?? 0);
    expect(efficiencies).toEqual([...efficiencies].sort((a, b) => b - a));
  });

  it('has its knee at the first count whose added GPUs bring less than the threshold', () => {
    for (const threshold of [0.9, 0.7, 0.5]) {
      const { knee } = scalingCurve(counts, threshold);
      const first = points.find(({ marginalFraction }) => marginalFraction !== null && marginalFraction < threshold);
      expect(knee?.gpus).toBe(first?.gpus);
      expect(knee?.cause).toMatch(/bubble|communication|sends|other/);
    }
    expect(scalingCurve(counts.slice(0, 2), 0.01).knee).toBeNull();
  });

  it('measures from the first count that runs, and says why the one before does not', () => {
    const curve = scalingCurve([missing(64), ...counts], 0.5);
    expect(curve.smallest).toEqual({ gpus: 128, before: 'too small' });
    expect(curve.points[1]?.speedup).toBe(1);
    expect(scalingCurve([missing(64)], 0.5)).toMatchObject({ smallest: null, knee: null });
  });

  it('keeps its efficiency where the batch grows along', () => {
    const weak = [128, 512, 2048].map((gpus) => at(gpus, gpus * 4));
    for (const { efficiency } of scalingCurve(weak, 0.5).points) expect(efficiency).toBeGreaterThan(0.9);
  });
});
