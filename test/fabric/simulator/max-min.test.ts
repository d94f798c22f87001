import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairSharing, type Sharing } from '../../../src/fabric/simulator/max-min.ts';

/** Flows by the links that they cross. */
const sharing = (capacity: readonly number[], flows: readonly (readonly number[])[]): Sharing => ({
  capacity: Float64Array.from(capacity),
  segmentStart: Int32Array.from([0, ...flows.map((_, i) => flows.slice(0, i + 1).flat().length)]),
  segmentLink: Int32Array.from(flows.flat()),
  segmentWeight: new Float64Array(flows.flat().length).fill(1),
  flowSegments: Int32Array.from(flows.flatMap((_, i) => [i, -1, -1, -1])),
  flowCount: new Float64Array(flows.length).fill(1),
  flowRank: new Uint8Array(flows.length),
});

function ratesOf(capacity: readonly number[], flows: readonly (readonly number[])[]): number[] {
  const rates = new Float64Array(flows.length);
  fairSharing(sharing(capacity, flows))(new Uint8Array(flows.length).fill(1), rates);
  return [...rates];
}

describe('max-min fair rates', () => {
  it('share one link evenly', () => {
    expect(ratesOf([12], [[0], [0], [0]])).toEqual([4, 4, 4]);
  });

  it('give what a flow cannot use to the others (the parking-lot example of the textbooks)', () => {
    // Flow 0 crosses both links; link 0 is shared by three flows, link 1 by two.
    expect(ratesOf([3, 10], [[0, 1], [0], [0], [1]])).toEqual([1, 1, 1, 9]);
  });

  const problem = fc.integer({ min: 1, max: 6 }).chain((links) =>
    fc.record({
      capacity: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: links, maxLength: links }),
      flows: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: links - 1 }), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  );
  const loads = (links: number, flows: readonly (readonly number[])[], rates: readonly number[]): number[] =>
    Array.from({ length: links }, (_, link) =>
      flows.reduce((sum, crossed, i) => sum + (crossed.includes(link) ? (rates[i] as number) : 0), 0),
    );

  it('never load a link above its capacity, and every flow crosses a full link where nobody is faster', () => {
    fc.assert(
      fc.property(problem, ({ capacity, flows }) => {
        const rates = ratesOf(capacity, flows);
        const load = loads(capacity.length, flows, rates);
        load.forEach((each, link) => {
          expect(each).toBeLessThanOrEqual((capacity[link] as number) * (1 + 1e-9));
        });
        flows.forEach((crossed, flow) => {
          const held = crossed.some((link) => {
            const full = (load[link] as number) >= (capacity[link] as number) * (1 - 1e-6);
            const fastest = Math.max(...flows.map((other, i) => (other.includes(link) ? (rates[i] as number) : 0)));
            return full && (rates[flow] as number) >= fastest * (1 - 1e-6);
          });
          expect(held).toBe(true);
        });
      }),
    );
  });

  it('with a tolerance are at most that much lower and still within capacity', () => {
    fc.assert(
      fc.property(problem, ({ capacity, flows }) => {
        const rates = new Float64Array(flows.length);
        fairSharing(sharing(capacity, flows), 0.05)(new Uint8Array(flows.length).fill(1), rates);
        loads(capacity.length, flows, [...rates]).forEach((each, link) => {
          expect(each).toBeLessThanOrEqual((capacity[link] as number) * (1 + 1e-9));
        });
        expect(Math.min(...rates)).toBeCloseTo(Math.min(...ratesOf(capacity, flows)), 9);
      }),
    );
  });

  it('count a flow that stands for several as several, and a share of a flow as a share', () => {
    const rates = new Float64Array(2);
    fairSharing({
      capacity: Float64Array.of(10, 1),
      segmentStart: Int32Array.of(0, 1, 3),
      segmentLink: Int32Array.of(0, 0, 1),
      segmentWeight: Float64Array.of(1, 1, 0.5),
      flowSegments: Int32Array.of(0, -1, -1, -1, 1, -1, -1, -1),
      flowCount: Float64Array.of(4, 1),
      flowRank: new Uint8Array(2),
    })(Uint8Array.of(1, 1), rates);
    // The second flow's half fills link 1 at rate 2, as link 0 fills at 4 x 2 + 2.
    expect([...rates]).toEqual([2, 2]);
  });
});
