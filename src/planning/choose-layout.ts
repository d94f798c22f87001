import { buildMachine, type MachineOutcome } from '../evaluation/machine.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import { search } from './search/search.ts';

export type LayoutChoice =
  | {
      readonly ok: true;
      /** The fastest layout that fits; when none fits, the one with the least memory. null: no layout divides the job. */
      readonly layout: Layout | null;
      readonly fits: boolean;
      readonly considered: number;
    }
  | Extract<MachineOutcome, { ok: false }>;

/** The fastest plan of the common space that fits in memory. */
export function chooseLayout(plan: Plan, built: MachineOutcome = buildMachine(plan)): LayoutChoice {
  if (!built.ok) return built;
  const { best, smallest, counts } = search(built.machine, { space: 'common', top: 1, exhaustive: false });
  const [winner] = best;
  return {
    ok: true,
    layout: winner?.layout ?? smallest?.layout ?? null,
    fits: winner !== undefined,
    considered: counts.candidates,
  };
}
