import type { Plan } from '../../spec/plan.ts';
import type { Candidate } from './space.ts';

/** A plan with a candidate in it: what the spec would resolve to if it stated the same. */
export function planned(plan: Plan, { layout, overlap }: Candidate): Plan {
  const shares: Readonly<Record<string, number>> = overlap;
  const assumptions = plan.assumptions.map((assumption) => {
    const share = shares[/^workload\.overlap\.(\w+)$/.exec(assumption.path)?.[1] ?? ''];
    return share === undefined ? assumption : { ...assumption, value: share };
  });
  return { ...plan, layout, assumptions, workload: { ...plan.workload, overlap } };
}
