import { buildMachine, type MachineOutcome } from '../evaluation/machine.ts';
import type { Plan } from '../spec/plan.ts';
import { search } from './search/search.ts';
import type { Candidate } from './search/space.ts';

export type LayoutChoice =
  | {
      readonly ok: true;
      /** The fastest plan that fits; when none fits, the one with the least memory. null: no plan divides the job. */
      readonly candidate: Candidate | null;
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
    candidate: winner ?? smallest,
    fits: winner !== undefined,
    considered: counts.candidates,
  };
}
