import type { Result } from '../../result/schema.ts';
import { lastThatHolds } from './bisect.ts';

export interface GpusAnswer {
  readonly gpus: number;
  readonly result: Result;
  /** The largest count tried that is too few, and its run time; null: nothing smaller was tried. */
  readonly tooFew: { readonly gpus: number; readonly runTimeS: number | null } | null;
}

const MOST_GPUS = 2 ** 20;
/** Counts tried between one power of two and the next. */
const STEPS = 16;

/**
 * The fewest GPUs, in whole nodes, that finish the run before a deadline. Counts double until one does; between it and the
 * one before, sixteenths are tried from the largest down, for not every count divides the job.
 *
 * @param resultAt the best plan of a count; null: none runs
 */
export function fewestGpus(
  perNode: number,
  deadlineS: number,
  resultAt: (gpus: number) => Result | null,
): GpusAnswer | null {
  const runTimeS = (gpus: number): number | null => resultAt(gpus)?.training.run_time_s ?? null;
  const enough = (gpus: number): boolean => (runTimeS(gpus) ?? Number.POSITIVE_INFINITY) <= deadlineS;
  let high = perNode;
  while (!enough(high)) {
    high *= 2;
    if (high > MOST_GPUS) return null;
  }
  const steps = Array.from({ length: STEPS / 2 - 1 }, (_, i) => (high * (STEPS - 1 - i)) / STEPS).map(
    (gpus) => Math.round(gpus / perNode) * perNode,
  );
  // Largest first: the fewer GPUs, the longer the run.
  const between = [...new Set(steps)].filter((gpus) => gpus > high / 2 && gpus < high && runTimeS(gpus) !== null);
  const fewest = lastThatHolds(between, enough) ?? high;
  const result = resultAt(fewest);
  if (result === null) return null;
  const smaller = [...between, high / 2].find((gpus) => gpus < fewest && gpus >= perNode && Number.isInteger(gpus));
  return {
    gpus: fewest,
    result,
    tooFew: smaller === undefined ? null : { gpus: smaller, runTimeS: runTimeS(smaller) },
  };
}
