import { buildMachine, type MachineOutcome, trainingOn } from '../evaluation/machine.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import { estimateMemory, timeStep } from '../training/step.ts';
import { layouts } from './layout-space.ts';

export type LayoutChoice =
  | {
      readonly ok: true;
      /** The fastest layout that fits; when none fits, the one with the least memory. null: no layout divides the job. */
      readonly layout: Layout | null;
      readonly fits: boolean;
      readonly considered: number;
      readonly fitting: number;
    }
  | Extract<MachineOutcome, { ok: false }>;

/** Tries every layout of the space and keeps the fastest that fits in memory; memory is checked before time. */
export function chooseLayout(plan: Plan): LayoutChoice {
  const built = buildMachine(plan);
  if (!built.ok) return built;
  const context = trainingOn(built.machine);
  const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
  let best: Layout | null = null;
  let bestS = Number.POSITIVE_INFINITY;
  let smallest: Layout | null = null;
  let smallestBytes = Number.POSITIVE_INFINITY;
  let considered = 0;
  let fitting = 0;
  for (const layout of layouts(plan)) {
    considered++;
    const bytes = estimateMemory(context, layout).totalBytes;
    if (bytes < smallestBytes) {
      smallestBytes = bytes;
      smallest = layout;
    }
    if (bytes > capacity) continue;
    fitting++;
    const { stepTimeS } = timeStep(context, layout);
    if (stepTimeS < bestS) {
      bestS = stepTimeS;
      best = layout;
    }
  }
  return { ok: true, layout: best ?? smallest, fits: best !== null, considered, fitting };
}
