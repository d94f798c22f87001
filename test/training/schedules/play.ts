/**
 * Orders of passes as their authors give them, written down pass by pass and played: an oracle that knows nothing of the
 * closed forms. `chunk` is a place in the model; micro-batches of direction 1 pass the model from the other end of the ranks.
 */
export interface Pass {
  readonly kind: 'forward' | 'inputGrad' | 'weightGrad' | 'backward';
  readonly chunk: number;
  readonly microBatch: number;
  readonly direction: 0 | 1;
}

/** Passes that start together on a rank. */
export type Step = readonly Pass[];

export interface Durations {
  readonly forward: number;
  readonly inputGrad: number;
  readonly weightGrad: number;
  /** A forward pass beside a whole backward pass. */
  readonly pair: number;
}

export interface Played {
  /** Time from the first to the last pass of each rank, less the time its passes take. */
  readonly idle: readonly number[];
  /** Chunks of which each rank holds activations at its fullest. */
  readonly held: readonly number[];
  /** Steps of two passes. */
  readonly pairs: readonly number[];
}

const keyOf = (kind: string, { chunk, microBatch, direction }: Pass): string =>
  `${kind} ${chunk} ${microBatch} ${direction}`;

/** What must be done before a pass: the neighbouring chunk's pass, and its own forward or input gradient. */
function needs(pass: Pass, chunks: number): string[] {
  const at = (chunk: number): Pass => ({ ...pass, chunk });
  if (pass.kind === 'forward') return pass.chunk === 0 ? [] : [keyOf('forward', at(pass.chunk - 1))];
  if (pass.kind === 'weightGrad') return [keyOf('gradient', pass)];
  const after = pass.chunk === chunks - 1 ? [] : [keyOf('gradient', at(pass.chunk + 1))];
  return [keyOf('forward', pass), ...after];
}

export function play(ranks: readonly (readonly Step[])[], chunks: number, times: Durations): Played {
  const lasts = (step: Step): number => {
    const [first] = step;
    if (step.length === 2) return times.pair;
    if (first?.kind === 'backward') return times.inputGrad + times.weightGrad;
    return first === undefined ? 0 : times[first.kind];
  };
  const done = new Map<string, number>();
  const at = ranks.map(() => 0);
  const clock = ranks.map(() => 0);
  const started = ranks.map(() => Number.NaN);
  for (let moved = true; moved; ) {
    moved = false;
    ranks.forEach((steps, rank) => {
      for (let step = steps[at[rank] ?? 0]; step !== undefined; step = steps[at[rank] ?? 0]) {
        const own = new Set(step.map((pass) => keyOf(pass.kind === 'forward' ? 'forward' : 'gradient', pass)));
        const waits = step.flatMap((pass) => needs(pass, chunks)).filter((key) => !own.has(key));
        if (!waits.every((key) => done.has(key))) return;
        const start = Math.max(clock[rank] ?? 0, ...waits.map((key) => done.get(key) ?? 0));
        const end = start + lasts(step);
        for (const pass of step) {
          if (pass.kind === 'forward') done.set(keyOf('forward', pass), end);
          else if (pass.kind !== 'weightGrad') done.set(keyOf('gradient', pass), end);
        }
        if (at[rank] === 0) started[rank] = start;
        clock[rank] = end;
        at[rank] = (at[rank] ?? 0) + 1;
        moved = true;
      }
    });
  }
  ranks.forEach((steps, rank) => {
    if (at[rank] !== steps.length) throw new Error(`rank ${rank} waits for ever at step ${at[rank]}`);
  });
  return {
    idle: ranks.map((steps, rank) => {
      const work = steps.reduce((sum, step) => sum + lasts(step), 0);
      return (clock[rank] ?? 0) - (started[rank] ?? 0) - work;
    }),
    held: ranks.map(fullest),
    pairs: ranks.map((steps) => steps.filter((step) => step.length === 2).length),
  };
}

function fullest(steps: readonly Step[]): number {
  let now = 0;
  let most = 0;
  for (const step of steps) {
    now += step.filter(({ kind }) => kind === 'forward').length;
    most = Math.max(most, now);
    now -= step.filter(({ kind }) => kind === 'inputGrad' || kind === 'backward').length;
  }
  return most;
}
