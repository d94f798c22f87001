import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../spec/plan.ts';
import type { Io } from './io.ts';
import { placeOf } from './place-of.ts';
import { readSpec } from './read-spec.ts';
import { longTierLists } from './tier-lists.ts';

export interface LoadedPlan {
  readonly plan: Plan;
  /** Remarks of the spec. */
  readonly diagnostics: readonly Diagnostic[];
  /** A finding about the plan with its place in the spec: at the first of the paths that was written. */
  readonly locate: (finding: Diagnostic, ...paths: readonly string[]) => Diagnostic;
}

export interface Loading {
  /** null after errors. */
  readonly loaded: LoadedPlan | null;
  /** All findings, errors included. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a spec, resolves it, and checks what only the built fabric tells: whether its lists by tier fit the tiers. */
export async function loadPlan(path: string, overrides: readonly string[], io: Io): Promise<Loading> {
  const { plan, diagnostics, lineOf } = await readSpec(path, overrides, io);
  if (plan === null || hasErrors(diagnostics)) return { loaded: null, diagnostics };
  const locate: LoadedPlan['locate'] = (finding, ...paths) => ({ ...finding, ...placeOf(paths, plan, lineOf) });
  const tooLong = longTierLists(plan).map(({ finding, path: key }) => locate(finding, key));
  if (tooLong.length > 0) return { loaded: null, diagnostics: [...diagnostics, ...tooLong] };
  return { loaded: { plan, diagnostics, locate }, diagnostics };
}
