import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../spec/plan.ts';
import type { Resolved } from '../spec/resolve.ts';
import type { Variants } from './open-variants.ts';

/** Leaves the parallel plan of a spec open. */
const OPEN = 'workload.parallelism=auto';

/**
 * A variant with its parallel plan left open. A spec that states `parallelism` states one plan as a whole: all of it is
 * free then. A spec that leaves it open and fixes parts, such as `recompute`, keeps them.
 */
export function freeVariant(variants: Variants, overrides: readonly string[]): Resolved {
  const stated = variants(overrides);
  if (stated.plan?.layout === null) return stated;
  const open = variants([...overrides, OPEN]);
  if (open.plan === null || hasErrors(open.diagnostics)) return open;
  const plan: Plan = { ...open.plan, layoutHints: {} };
  return { ...open, plan };
}
