import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../src/spec/plan.ts';
import { scheduleOf } from '../../../src/training/schedules/registry.ts';
import { leastBubbleS, type PipelineSchedule, type StageTimes } from '../../../src/training/schedules/schedule.ts';
import { planWith } from '../../evaluation/fixture.ts';
import { dualPipe, gpipe, oneForwardOneBackward, zeroBubbleH1, zeroBubbleH2, zeroBubbleV } from './orders.ts';
import { type Played, play } from './play.ts';

const { layout: base } = planWith();
const named = (schedule: Schedule, pipeline = 8, virtualPipeline = 1): PipelineSchedule =>
  scheduleOf({ ...base, schedule, pipeline, virtualPipeline });

/** Forward, input gradient and weight gradient of a rank. */
type Passes = readonly [number, number, number];

/** Equal ranks. */
const equal = (stages: number, [forwardS, inputGradS, weightGradS]: Passes = [1, 1, 1]): StageTimes => ({
  slowest: { forwardS, inputGradS, weightGradS },
  others: {
    forwardS: (stages - 1) * forwardS,
    inputGradS: (stages - 1) * inputGradS,
    weightGradS: (stages - 1) * weightGradS,
  },
});

const bubble = (schedule: Schedule, stages: number, passes: Passes): number =>
  named(schedule, stages).bubbleS(equal(stages, passes), stages, 1);

const CASES = [2, 4, 6, 8].flatMap((stages) => [2, 3, 4].map((times) => [stages, times * stages] as const));

/** Passes as they are in practice: attention has input gradients and no weights. */
const PASSES: readonly Passes[] = [
  [1, 1, 1],
  [1, 1.2, 0.8],
  [1, 1.5, 0.5],
  [1, 1, 0.5],
  [1.1, 1, 0.9],
];

describe('pipeline schedules', () => {
  // Narayanan et al. 2021 (arXiv 2104.04473), section 2.2: bubble (p-1)(tf+tb), interleaved 1/v of it.
  it.each([
    [8, 1, 21],
    [8, 3, 7],
    [1, 1, 0],
  ])('%s stages, %s virtual: bubble %s', (stages, virtual, idle) => {
    const schedule = named(virtual > 1 ? 'interleaved' : '1f1b', stages, virtual);
    expect(schedule.bubbleS(equal(stages), stages, virtual)).toBeCloseTo(idle, 12);
  });

  // Few micro-batches: the first one has to pass every stage down and back, whatever the order.
  it.each<[Schedule, number]>([
    ['1f1b', 1],
    ['interleaved', 5],
    ['zb-1p', 1],
    ['zb-2p', 1],
    ['zb-v', 2],
  ])('%s with one micro-batch takes the serial time', (name, chunks) => {
    const schedule = named(name, 8, chunks);
    const serial = schedule.splitsBackward ? 8 * 2 : 8 * 3;
    expect(3 + leastBubbleS(schedule, equal(8), chunks, 1)).toBeCloseTo(serial, 12);
  });

  it('have a least bubble: that of 1F1B itself, and no more than a full split pipeline waits', () => {
    for (const [stages, batches] of [...CASES, [4, 1], [4, 2], [8, 3], [8, 5]] as const) {
      const schedule = named('1f1b', stages);
      const filled = 3 * batches + Math.max(schedule.bubbleS(equal(stages), stages, 1), 0);
      expect(3 * batches + leastBubbleS(schedule, equal(stages), 1, batches)).toBeCloseTo(filled, 12);
      const split = named('zb-1p', stages);
      expect(leastBubbleS(split, equal(stages), 1, 2 * stages)).toBeLessThanOrEqual(
        split.bubbleS(equal(stages), stages, 1),
      );
    }
  });

  // Korthikanti et al. 2022, section 4.2.3: the first stage of an interleaved pipeline holds (1 + (p-1)/(pv)) p micro-batches.
  it('interleaving holds 1 + (p-1)/(pv) of a stage for p micro-batches', () => {
    expect(named('interleaved', 8, 3).inFlight(0, 8, 3, 64)).toBeCloseTo(8 * (1 + 7 / 24), 12);
  });

  it('never hold more micro-batches than there are, nor fewer than one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Schedule>('1f1b', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe'),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 64 }),
        (schedule, stages, batches) => {
          for (let stage = 0; stage < stages; stage++) {
            const held = named(schedule, stages).inFlight(stage, stages, 1, batches);
            expect(held).toBeGreaterThanOrEqual(1);
            expect(held).toBeLessThanOrEqual(batches);
          }
        },
      ),
    );
  });

  it('ask no more of one stage than 1F1B does', () => {
    for (const schedule of ['gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe'] as const) {
      expect(named(schedule, 1)).toBe(named('1f1b', 1));
    }
  });
});

describe('played pass by pass', () => {
  const times = ([forward, inputGrad, weightGrad]: Passes, pair = forward + inputGrad + weightGrad) => ({
    forward,
    inputGrad,
    weightGrad,
    pair,
  });
  const worst = ({ idle }: Played): number => Math.max(...idle);

  describe.each(CASES)('%s stages, %s micro-batches', (stages, batches) => {
    it.each(PASSES)('1F1B and GPipe idle as long as they say: passes of %s %s %s', (...passes) => {
      for (const [schedule, order] of [
        ['1f1b', oneForwardOneBackward],
        ['gpipe', gpipe],
      ] as const) {
        const played = play(order(stages, batches), stages, times(passes));
        expect(worst(played)).toBeCloseTo(bubble(schedule, stages, passes), 9);
        for (let r = 0; r < stages; r++) {
          expect(played.held[r]).toBe(named(schedule, stages).inFlight(r, stages, 1, batches));
        }
      }
    });

    it.each(PASSES)('ZB-1p idles as long as ZB-H1: passes of %s %s %s', (...passes) => {
      const played = play(zeroBubbleH1(stages, batches), stages, times(passes));
      expect(worst(played)).toBeCloseTo(bubble('zb-1p', stages, passes), 9);
      expect(Math.max(...played.held)).toBe(named('zb-1p', stages).inFlight(0, stages, 1, batches));
    });

    it.each(PASSES)('ZB-2p idles as long as ZB-H2, or a weight gradient less: passes of %s %s %s', (...passes) => {
      const played = play(zeroBubbleH2(stages, batches), stages, times(passes));
      const idle = bubble('zb-2p', stages, passes);
      expect(idle).toBeLessThanOrEqual(worst(played) + 1e-9);
      expect(idle).toBeGreaterThanOrEqual(worst(played) - passes[2] - 1e-9);
      expect(Math.max(...played.held)).toBe(named('zb-2p', stages).inFlight(0, stages, 1, batches));
    });

    it.each(PASSES)('ZB-V idles as long as it says: passes of %s %s %s', (...passes) => {
      // Half a stage a chunk.
      const [f, b, w] = passes;
      const played = play(zeroBubbleV(stages, batches), 2 * stages, times([f / 2, b / 2, w / 2]));
      // Forward passes longer than input gradients occur in no transformer: there, within half a pass.
      const tolerance = b >= f ? 1e-9 : f / 2;
      expect(Math.abs(worst(played) - bubble('zb-v', stages, passes))).toBeLessThanOrEqual(tolerance);
      for (let r = 0; r < stages; r++) {
        expect((played.held[r] ?? 0) / 2).toBeCloseTo(named('zb-v', stages).inFlight(r, stages, 1, batches), 9);
      }
    });

    // DeepSeek-AI 2024 (arXiv 2412.19437), Table 2, takes input gradients to be as long as forward passes.
    it.each(PASSES.filter(([f, b]) => f === b))(
      'DualPipe idles as long as it says: passes of %s %s %s',
      (...passes) => {
        const played = play(dualPipe(stages, batches), stages, times(passes));
        expect(worst(played)).toBeCloseTo(bubble('dual-pipe', stages, passes), 9);
        for (const held of played.held) {
          expect(held).toBe(named('dual-pipe', stages).inFlight(0, stages, 1, batches));
        }
      },
    );

    it.each(PASSES)('DualPipe idles no longer than it says, and not a pass less: passes of %s %s %s', (...passes) => {
      const idle = worst(play(dualPipe(stages, batches), stages, times(passes)));
      expect(idle).toBeLessThanOrEqual(
        bubble('dual-pipe', stages, passes) + Math.max(0, passes[0] - passes[1]) * stages,
      );
      expect(idle).toBeGreaterThanOrEqual(bubble('dual-pipe', stages, passes) - Math.max(...passes));
    });

    it('DualPipe pairs all passes but those of filling and draining', () => {
      const { pairs } = play(dualPipe(stages, batches), stages, times([1, 1, 1]));
      const said = named('dual-pipe', stages).pairedShare(stages, batches) * batches;
      for (const count of pairs) {
        expect(count).toBeGreaterThanOrEqual(said - 1);
        expect(count).toBeLessThanOrEqual(said + stages / 2);
      }
    });
  });
});
