import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibratedModel } from '../../../src/collectives/calibration/calibrated-model.ts';
import { entryAsStated } from '../../../src/collectives/calibration/entry.ts';
import { collectiveModel } from '../../../src/collectives/model.ts';
import type { CollectiveOp, Interconnect } from '../../../src/collectives/types.ts';
import type { Point, ProfileEntry } from '../../../src/spec/calibration.ts';
import { GIB, MIB, machine } from '../machine.ts';

const OPS: readonly CollectiveOp[] = ['all-reduce', 'reduce-scatter', 'all-gather', 'broadcast', 'all-to-all'];
const group = (ranks: number, stride = 1) => ({ ranks, stride });

function entry(
  op: CollectiveOp,
  ranks: number,
  points: readonly Point[],
  ranksPerNode: number | null = null,
): ProfileEntry {
  const made = entryAsStated({ op, ranks, ranksPerNode }, points, 'test');
  if (made === null) throw new Error('no points');
  return made;
}

const profile = (...entries: readonly ProfileEntry[]) => ({ formatVersion: '1.0', entries }) as const;

/** The model's own times, each multiplied. */
const own = (
  on: Interconnect,
  op: CollectiveOp,
  ranks: number,
  sizes: readonly number[],
  factor = 1,
): readonly Point[] => {
  const model = collectiveModel(on);
  return sizes.map((bytes) => ({ bytes, timeS: factor * model.cost(op, bytes, group(ranks)).timeS }));
};

const powers = (from: number, to: number): number[] => {
  const sizes: number[] = [];
  for (let bytes = from; bytes <= to; bytes *= 2) sizes.push(bytes);
  return sizes;
};

const anOp = fc.constantFrom(...OPS);
const ranksCount = fc.constantFrom(2, 4, 8, 16, 24, 32, 64, 256, 1024);
const size = fc.integer({ min: 0, max: 34 }).map((power) => 2 ** power);

describe('a profile made of the model itself', () => {
  const on = machine();

  it('reproduces the curve it was made from within what three segments cost', () => {
    fc.assert(
      fc.property(anOp, ranksCount, (op, ranks) => {
        const sizes = powers(1024, 16 * GIB);
        const made = entry(op, ranks, own(on, op, ranks, sizes));
        const model = calibratedModel(on, profile(made));
        const errors = sizes.map((bytes) =>
          Math.abs(
            model.cost(op, bytes, group(ranks)).timeS / collectiveModel(on).cost(op, bytes, group(ranks)).timeS - 1,
          ),
        );
        expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.06);
      }),
      { numRuns: 45 },
    );
  });

  it('changes no other group by more than that', () => {
    fc.assert(
      fc.property(
        anOp,
        ranksCount,
        ranksCount,
        fc.constantFrom(1, 2, 8),
        size,
        (op, measured, ranks, stride, bytes) => {
          fc.pre(ranks * stride <= 1024);
          const made = entry(op, measured, own(on, op, measured, powers(64 * MIB, 16 * GIB)));
          const asked = group(ranks, stride);
          const calibrated = calibratedModel(on, profile(made));
          fc.pre(calibrated.basis(op, bytes, asked).kind === 'scaled');
          const ratio = calibrated.cost(op, bytes, asked).timeS / collectiveModel(on).cost(op, bytes, asked).timeS;
          expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
        },
      ),
    );
  });
});

describe('a sick network', () => {
  const on = machine();
  const slow = (factor: number, sizes: readonly number[]) =>
    calibratedModel(on, profile(entry('all-gather', 512, own(on, 'all-gather', 512, sizes, factor))));

  it('makes every group of several domains slower, the more the worse it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CollectiveOp>('all-gather', 'reduce-scatter', 'all-reduce'),
        fc.constantFrom(group(32), group(64, 8), group(128, 4), group(512)),
        size,
        (op, asked, bytes) => {
          const times = [1.5, 3, 10].map((factor) => slow(factor, [GIB]).cost(op, bytes, asked).timeS);
          const plain = collectiveModel(on).cost(op, bytes, asked).timeS;
          expect([plain, ...times].toSorted((a, b) => a - b)).toEqual([plain, ...times]);
          expect(times[2]).toBeGreaterThan(plain);
        },
      ),
    );
  });

  it('leaves groups inside a domain alone', () => {
    const asked = group(8);
    expect(slow(10, [GIB]).cost('all-gather', GIB, asked)).toEqual(collectiveModel(on).cost('all-gather', GIB, asked));
  });

  it('whose loss grows with the bytes is a factor for other groups', () => {
    const model = slow(3, powers(1024, 16 * GIB));
    const asked = group(64, 8);
    const ratio = model.cost('all-gather', GIB, asked).timeS / collectiveModel(on).cost('all-gather', GIB, asked).timeS;
    expect(ratio).toBeGreaterThan(2.5);
    expect(ratio).toBeLessThan(3.5);
  });

  it('whose loss is the same at every size is a loss of every step', () => {
    const lost = 0.1;
    const points = own(on, 'all-gather', 512, powers(MIB, 4 * GIB)).map(({ bytes, timeS }) => ({
      bytes,
      timeS: timeS + lost,
    }));
    const model = calibratedModel(on, profile(entry('all-gather', 512, points)));
    const asked = group(64, 8);
    for (const bytes of [MIB, GIB]) {
      const more =
        model.cost('all-gather', bytes, asked).timeS - collectiveModel(on).cost('all-gather', bytes, asked).timeS;
      expect(more / ((lost * 63) / 511)).toBeGreaterThan(0.7);
      expect(more / ((lost * 63) / 511)).toBeLessThan(1.4);
    }
  });
});

describe('a varied machine', () => {
  const on = machine();
  const made = entry('all-reduce', 512, own(on, 'all-reduce', 512, [64 * MIB, GIB], 2));

  it('with slower NICs is slower than measured, and an ideal network forgets the measurement', () => {
    const asked = group(512);
    const here = calibratedModel(on, profile(made)).cost('all-reduce', GIB, asked).timeS;
    const half = calibratedModel(machine({ factor: 0.5 }), profile(made), on).cost('all-reduce', GIB, asked).timeS;
    expect(half / here).toBeGreaterThan(1.5);
    expect(half / here).toBeLessThan(2.1);
    const ideal = machine({ ideal: true });
    expect(calibratedModel(ideal, profile(made), on).cost('all-reduce', GIB, asked)).toEqual(
      collectiveModel(ideal).cost('all-reduce', GIB, asked),
    );
  });

  it('places ranks that left GPUs idle one on each node', () => {
    const spread = entry('all-gather', 16, own(on, 'all-gather', 16, [GIB], 3), 1);
    const model = calibratedModel(on, profile(spread));
    expect(model.basis('all-gather', GIB, group(16, 8)).kind).toBe('measured');
    expect(model.basis('all-gather', GIB, group(16)).kind).toBe('scaled');
  });
});

describe('stated points', () => {
  const on = machine();

  it('are hit exactly, two of them joined by one alpha and one beta', () => {
    const [small, large] = [
      { bytes: MIB, timeS: 200e-6 },
      { bytes: GIB, timeS: 20e-3 },
    ];
    const model = calibratedModel(on, profile(entry('all-reduce', 256, [small, large])));
    const at = (bytes: number) => model.cost('all-reduce', bytes, group(256)).timeS;
    expect(at(MIB)).toBeCloseTo(small.timeS, 9);
    expect(at(GIB)).toBeCloseTo(large.timeS, 9);
    const beta = (large.timeS - small.timeS) / (GIB - MIB);
    expect(at(256 * MIB)).toBeCloseTo(small.timeS + beta * 255 * MIB, 9);
    expect(at(4 * GIB)).toBeCloseTo(small.timeS + beta * (4 * GIB - MIB), 9);
  });

  it('never give a time that is not a number', () => {
    fc.assert(
      fc.property(
        anOp,
        ranksCount,
        fc.array(fc.tuple(size, fc.double({ min: 1e-9, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 8 }),
        anOp,
        ranksCount,
        fc.constantFrom(1, 3, 8, 64),
        size,
        (op, ranks, points, asked, askedRanks, stride, bytes) => {
          const known = new Map(points);
          const stated = [...known].map(([of, timeS]) => ({ bytes: of, timeS }));
          const model = calibratedModel(on, profile(entry(op, ranks, stated)));
          const { timeS, alphaS, betaS } = model.cost(asked, bytes, group(askedRanks, stride));
          expect(Number.isFinite(timeS) && timeS >= 0).toBe(true);
          expect(alphaS + betaS).toBeCloseTo(timeS, 9 - Math.max(0, Math.ceil(Math.log10(timeS + 1))));
        },
      ),
    );
  });
});
