import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/spec/plan.ts';
import { scheduleOf } from '../../src/training/schedules/registry.ts';
import { planWith } from '../evaluation/fixture.ts';

const { layout: base } = planWith();
const named = (schedule: Schedule, virtualPipeline = 1) => scheduleOf({ ...base, schedule, virtualPipeline });

/** Equal stages of one unit of forward and two of backward work. */
const equal = (stages: number) => ({ forwardS: 1, inputGradS: 1, weightGradS: 1, sumS: 3 * stages, slowestS: 3 });

describe('pipeline schedules', () => {
  // Narayanan et al. 2021 (arXiv 2104.04473), section 2.2: bubble (p-1)(tf+tb), interleaved 1/v of it.
  it.each([
    [8, 1, 21],
    [8, 3, 7],
    [1, 1, 0],
  ])('%s stages, %s virtual: bubble %s', (stages, virtual, bubble) => {
    const schedule = named(virtual > 1 ? 'interleaved' : '1f1b', virtual);
    expect(schedule.bubbleS(equal(stages), stages, virtual, 64)).toBeCloseTo(bubble, 12);
  });

  it('zero-bubble schedules idle less than 1F1B and hold no fewer micro-batches', () => {
    const [one, first, second] = [named('1f1b'), named('zb-1p'), named('zb-2p')];
    expect(first.bubbleS(equal(8), 8, 1, 64)).toBeLessThan(one.bubbleS(equal(8), 8, 1, 64));
    expect(second.bubbleS(equal(8), 8, 1, 64)).toBe(0);
    expect(first.inFlight(0, 8, 1, 64)).toBe(one.inFlight(0, 8, 1, 64));
    expect(second.inFlight(0, 8, 1, 64)).toBe(15);
  });

  // Korthikanti et al. 2022, section 4.2.3: the first stage of an interleaved pipeline holds (1 + (p-1)/(pv)) p micro-batches.
  it('interleaving holds 1 + (p-1)/(pv) of a stage for p micro-batches', () => {
    expect(named('interleaved', 3).inFlight(0, 8, 3, 64)).toBeCloseTo(8 * (1 + 7 / 24), 12);
  });

  it('never hold more micro-batches than there are, nor fewer than one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Schedule>('1f1b', 'gpipe', 'zb-1p', 'zb-2p'),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 64 }),
        (schedule, stages, batches) => {
          for (let stage = 0; stage < stages; stage++) {
            const held = named(schedule).inFlight(stage, stages, 1, batches);
            expect(held).toBeGreaterThanOrEqual(1);
            expect(held).toBeLessThanOrEqual(batches);
          }
        },
      ),
    );
  });
});
