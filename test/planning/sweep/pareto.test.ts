import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Front, parseAim } from '../../../src/planning/sweep/pareto.ts';

describe('the Pareto front', () => {
  it('holds exactly the points that no other dominates', () => {
    const score = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { maxLength: 40 }), (points) => {
        const front = new Front<number>();
        points.forEach((point, i) => void front.add(point, i));
        const dominated = ([x, y]: readonly [number, number]): boolean =>
          points.some(([a, b]) => a <= x && b <= y && (a < x || b < y));
        expect(front.items()).toEqual(points.map((_, i) => i).filter((i) => !dominated(points[i] as [number, number])));
      }),
    );
  });

  it('knows which way a field gets better, and asks where it does not', () => {
    const sense = (text: string) => {
      const parsed = parseAim(text);
      return parsed.ok ? parsed.aim.sense : parsed.problem.code;
    };
    expect(sense('training.step_time_s')).toBe('min');
    expect(sense('training.mfu')).toBe('max');
    expect(sense('fabric.switches')).toBe('FP401');
    expect(sense('max:fabric.switches')).toBe('max');
    expect(sense('training.bound')).toBe('FP401');
    expect(sense('training.mfuu')).toBe('FP402');
  });
});
