import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanPoints,
  fitSegments,
  leaveOneOutError,
  meanError,
  type Point,
  segmentTimeS,
} from '../../../src/collectives/calibration/segments.ts';
import { US } from '../machine.ts';

const SIZES = Array.from({ length: 24 }, (_, k) => 2 ** (k + 8));
/** Three protocols of a library: each cheaper where it is used. */
const truth = (bytes: number) => Math.min(10 * US + bytes / 5e9, 30 * US + bytes / 80e9, 90 * US + bytes / 200e9);
const curve: readonly Point[] = SIZES.map((bytes) => ({ bytes, timeS: truth(bytes) }));

describe('segmented fit', () => {
  it('recovers three lines it was made of', () => {
    const segments = fitSegments(curve);
    expect(segments).toHaveLength(3);
    expect(meanError(segments, curve)).toBeLessThan(1e-6);
    expect(segments[2]?.alphaS).toBeCloseTo(90 * US, 9);
    expect(1 / (segments[2]?.betaSPerByte ?? 0)).toBeCloseTo(200e9, -3);
  });

  it('borders lie between measured sizes, at their geometric mean', () => {
    for (const { fromBytes } of fitSegments(curve).slice(1)) {
      expect(Math.log2(fromBytes) % 1).toBeCloseTo(0.5, 9);
    }
  });

  it('never fits a negative latency or bandwidth and stays finite on any positive data', () => {
    const time = fc.double({ min: 1e-7, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 30 }), (times) => {
        const points = times.map((timeS, k) => ({ bytes: 2 ** (k + 3), timeS }));
        const segments = fitSegments(points);
        for (const s of segments) {
          expect(s.alphaS).toBeGreaterThanOrEqual(0);
          expect(s.betaSPerByte).toBeGreaterThanOrEqual(0);
        }
        for (let k = 0; k < 40; k++) {
          const time = segmentTimeS(segments, 2 ** k);
          expect(Number.isFinite(time) && time >= 0).toBe(true);
        }
      }),
    );
  });

  it('drops size 0 and rows more than twice as slow as both neighbours', () => {
    const dirty = curve.map((point, k) => (k === 0 || k === 9 ? { ...point, timeS: point.timeS * 3 } : point));
    expect(cleanPoints([{ bytes: 0, timeS: 1 * US }, ...dirty])).toEqual(curve.filter((_, k) => k !== 0 && k !== 9));
  });

  it('reports the error of a size it has not seen', () => {
    const error = leaveOneOutError(curve);
    expect(error).not.toBeNull();
    expect(error ?? 1).toBeLessThan(0.05);
    expect(leaveOneOutError(curve.slice(0, 3))).toBeNull();
  });
});
