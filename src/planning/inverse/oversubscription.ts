import { buildMachine, trainingOn } from '../../evaluation/machine.ts';
import type { Layout, Plan } from '../../spec/plan.ts';
import { timeStep } from '../../training/step.ts';

export interface OversubscriptionAnswer {
  /** null: the non-blocking fabric cannot be built. */
  readonly ratio: number | null;
  readonly stepTimeS: number | null;
  readonly nonBlockingStepTimeS: number | null;
  /** No ratio that was tried loses more. */
  readonly unlimited: boolean;
  /** Lower ratios that lose more: their leaves cut groups apart that the answer's keep together. */
  readonly worse: readonly number[];
}

/** Quarters up to 4:1, halves up to 16:1, whole ratios up to 64:1. */
const RATIOS = [...steps(1, 4, 0.25), ...steps(4, 16, 0.5), ...steps(16, 64, 1), 64];

/**
 * The highest oversubscription of every tier that keeps a share of the throughput of the non-blocking fabric, the layout
 * kept. Every ratio is tried: leaves of another size cut groups elsewhere, so that more oversubscription can lose less.
 */
export function mostOversubscription(plan: Plan, layout: Layout, keep: number): OversubscriptionAnswer {
  const stepS = (ratio: number): number | null => {
    const oversubscription = ratio === 1 ? [] : Array.from({ length: MOST_TIERS }, () => ratio);
    const topology = { ...plan.topology, oversubscription, counts: {}, shape: {} };
    const built = buildMachine({ ...plan, topology });
    return built.ok ? timeStep(trainingOn(built.machine), layout).stepTimeS : null;
  };
  const best = stepS(1);
  if (best === null) return { ratio: null, stepTimeS: null, nonBlockingStepTimeS: null, unlimited: false, worse: [] };
  // Ports of a switch do not split in every ratio: those that cannot be built are not asked.
  const possible = RATIOS.flatMap((ratio) => {
    const timeS = stepS(ratio);
    return timeS === null ? [] : [{ ratio, timeS, keeps: timeS <= best / keep }];
  });
  const last = possible.findLast(({ keeps }) => keeps);
  return {
    ratio: last?.ratio ?? null,
    stepTimeS: last?.timeS ?? null,
    nonBlockingStepTimeS: best,
    unlimited: last !== undefined && last === possible.at(-1),
    worse: possible.filter(({ ratio, keeps }) => !keeps && ratio < (last?.ratio ?? 0)).map(({ ratio }) => ratio),
  };
}

const MOST_TIERS = 4;

/** From a number up to, not including, another. */
function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: (to - from) / by }, (_, i) => from + i * by);
}
