import type { Pass, Step } from './play.ts';

type Order = (stages: number, microBatches: number) => Step[][];

const range = (count: number): number[] => Array.from({ length: Math.max(0, count) }, (_, i) => i);

/** Writes the passes of one rank; `chunkOf`: where its first and second chunk lie in the model. */
class Rank {
  readonly steps: Step[] = [];
  private readonly next = { forward: [0, 0], backward: [0, 0] };
  private readonly put: Pass[] = [];
  private readonly chunkOf: readonly number[];
  private readonly directionOf: readonly (0 | 1)[];

  constructor(chunkOf: readonly number[], directionOf: readonly (0 | 1)[] = [0, 0]) {
    this.chunkOf = chunkOf;
    this.directionOf = directionOf;
  }

  private pass(kind: Pass['kind'], which: number): Pass {
    const count = kind === 'forward' ? this.next.forward : this.next.backward;
    const microBatch = count[which] ?? 0;
    count[which] = microBatch + 1;
    return { kind, chunk: this.chunkOf[which] ?? 0, direction: this.directionOf[which] ?? 0, microBatch };
  }

  forwards(which: number): number {
    return this.next.forward[which] ?? 0;
  }

  forward(which = 0): void {
    this.steps.push([this.pass('forward', which)]);
  }

  backward(which = 0): void {
    this.steps.push([this.pass('backward', which)]);
  }

  pair(forward: number, backward: number): void {
    this.steps.push([this.pass('forward', forward), this.pass('backward', backward)]);
  }

  /** The input gradient alone: its weight gradient is put off. */
  inputGrad(which = 0): void {
    const pass = this.pass('inputGrad', which);
    this.put.push(pass);
    this.steps.push([pass]);
  }

  /** The weight gradient put off longest, of one chunk or of any. */
  weightGrad(which?: number): void {
    const chunk = which === undefined ? undefined : this.chunkOf[which];
    const at = this.put.findIndex((pass) => chunk === undefined || pass.chunk === chunk);
    const [pass] = this.put.splice(at, 1);
    if (pass === undefined) throw new Error('no weight gradient was put off');
    this.steps.push([{ ...pass, kind: 'weightGrad' }]);
  }

  get putOff(): number {
    return this.put.length;
  }
}

/** PipeDream-flush: fill, one forward one backward, drain. */
export const oneForwardOneBackward: Order = (stages, microBatches) =>
  range(stages).map((r) => {
    const rank = new Rank([r]);
    for (const _ of range(stages - r)) rank.forward();
    for (const i of range(microBatches)) {
      rank.backward();
      if (i + stages - r < microBatches) rank.forward();
    }
    return rank.steps;
  });

export const gpipe: Order = (stages, microBatches) =>
  range(stages).map((r) => {
    const rank = new Rank([r]);
    for (const _ of range(microBatches)) rank.forward();
    for (const _ of range(microBatches)) rank.backward();
    return rank.steps;
  });

/** Hand-made schedules of Qi et al. 2023, section 2: `deep` forward passes on the last rank before it turns, weight gradients put off. */
const handMade =
  (second: boolean): Order =>
  (stages, microBatches) =>
    range(stages).map((r) => {
      const rank = new Rank([r]);
      const fill = second ? 2 * (stages - r) - 1 : stages - r;
      const late = second ? 2 * r : r;
      for (const _ of range(fill)) rank.forward();
      for (const i of range(microBatches)) {
        rank.inputGrad();
        if (i >= late) rank.weightGrad();
        if (i + fill < microBatches) rank.forward();
      }
      while (rank.putOff > 0) rank.weightGrad();
      return rank.steps;
    });

export const zeroBubbleH1: Order = handMade(false);
export const zeroBubbleH2: Order = handMade(true);

/** ZB-V (Qi et al. 2023, section 6) in the order of PyTorch's ScheduleZBVZeroBubble; `microBatches` at least 2 x stages - 1. */
export const zeroBubbleV: Order = (stages, microBatches) =>
  range(stages).map((r) => {
    const rank = new Rank([r, 2 * stages - 1 - r]);
    for (const _ of range(2 * (stages - r) - 1)) rank.forward(0);
    for (const _ of range(r)) {
      rank.forward(1);
      rank.forward(0);
    }
    const whole = (which: number): void => {
      rank.inputGrad(which);
      rank.weightGrad(which);
    };
    for (const _ of range(stages - r)) {
      rank.forward(1);
      whole(1);
    }
    while (rank.forwards(1) < rank.forwards(0) || rank.forwards(0) < microBatches) {
      if (rank.forwards(0) < microBatches) rank.forward(0);
      whole(0);
      rank.forward(1);
      whole(1);
    }
    for (const _ of range(r)) {
      rank.inputGrad(0);
      rank.inputGrad(1);
    }
    for (const _ of range(stages - r)) {
      rank.inputGrad(0);
      rank.weightGrad(0);
    }
    while (rank.putOff > 0) rank.weightGrad();
    return rank.steps;
  });

/** DualPipe in the eight steps of DeepSeek's published implementation; even stages, even micro-batches, two a stage or more. */
export const dualPipe: Order = (stages, microBatches) =>
  range(stages).map((r) => {
    const half = stages / 2;
    const outer = Math.min(r, stages - 1 - r);
    const inner = half - outer - 1;
    // The near direction enters at this rank's end of the pipeline.
    const near = r < half ? 0 : 1;
    const rank = new Rank([outer, stages - 1 - outer], [near, near === 0 ? 1 : 0]);
    for (const _ of range(2 * inner)) rank.forward(0);
    for (const _ of range(outer + 1)) {
      rank.forward(0);
      rank.forward(1);
    }
    for (const _ of range(inner)) {
      rank.inputGrad(1);
      rank.weightGrad();
      rank.forward(1);
    }
    for (const i of range(microBatches / 2 - stages + outer + 1)) {
      if (i === 0 && inner === 0) {
        rank.forward(0);
        rank.backward(1);
      } else rank.pair(0, 1);
      rank.pair(1, 0);
    }
    for (const _ of range(inner)) {
      rank.backward(1);
      rank.pair(1, 0);
    }
    const turn = Math.floor((outer + 1) / 2);
    let split = false;
    const back = (which: number): void => (split ? rank.inputGrad(which) : rank.backward(which));
    for (const i of range(outer + 1)) {
      if (i === turn && outer % 2 === 1) split = true;
      back(1);
      if (i === turn && outer % 2 === 0) split = true;
      back(0);
    }
    for (const _ of range(inner)) {
      rank.weightGrad();
      rank.inputGrad(0);
    }
    while (rank.putOff > 0) rank.weightGrad();
    return rank.steps;
  });
