import { buildMachine, trainingOn } from '../../evaluation/machine.ts';
import type { Layout, Plan } from '../../spec/plan.ts';
import { timeStep } from '../../training/step.ts';
import { lastThatHolds } from './bisect.ts';

export interface OversubscriptionAnswer {
  /** null: the non-blocking fabric cannot be built. */
  readonly ratio: number | null;
  readonly stepTimeS: number | null;
  readonly nonBlockingStepTimeS: number | null;
  /** No ratio that was tried loses more. */
  readonly unlimited: boolean;
}

/** Ratios that switches with 2^n ports can be wired to, and steps between. */
const RATIOS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 20, 24, 31, 32, 48, 63, 64];

/**
 * The highest oversubscription of every tier that keeps a share of the throughput of the non-blocking fabric, the layout
 * kept. A step never gets shorter with more oversubscription.
 */
export function mostOversubscription(plan: Plan, layout: Layout, keep: number): OversubscriptionAnswer {
  const stepS = (ratio: number): number | null => {
    const oversubscription = ratio === 1 ? [] : Array.from({ length: MOST_TIERS }, () => ratio);
    const topology = { ...plan.topology, oversubscription, counts: {}, shape: {} };
    const built = buildMachine({ ...plan, topology });
    return built.ok ? timeStep(trainingOn(built.machine), layout).stepTimeS : null;
  };
  const best = stepS(1);
  if (best === null) return { ratio: null, stepTimeS: null, nonBlockingStepTimeS: null, unlimited: false };
  // Ports of a switch do not split in every ratio: those that cannot be built are not asked.
  const possible = RATIOS.filter((ratio) => stepS(ratio) !== null);
  const ratio = lastThatHolds(possible, (value) => (stepS(value) ?? Number.POSITIVE_INFINITY) <= best / keep);
  return {
    ratio,
    stepTimeS: ratio === null ? null : stepS(ratio),
    nonBlockingStepTimeS: best,
    unlimited: ratio !== null && ratio === possible.at(-1),
  };
}

const MOST_TIERS = 4;
