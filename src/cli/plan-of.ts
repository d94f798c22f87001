import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import { placeOf } from './place-of.ts';
import { readSpec } from './read-spec.ts';
import { say } from './say.ts';

export interface LoadedPlan {
  readonly plan: Plan;
  /** Remarks of the spec; said on stderr already. */
  readonly diagnostics: readonly Diagnostic[];
  /** A finding about the plan with its place in the spec: at the first of the paths that was written. */
  readonly locate: (finding: Diagnostic, ...paths: readonly string[]) => Diagnostic;
}

/** The plan of a spec; null after errors. Findings are said on stderr. */
export async function planOf(path: string, overrides: readonly string[], context: Context): Promise<LoadedPlan | null> {
  const { plan, diagnostics, lineOf } = await readSpec(path, overrides, context.io);
  say(diagnostics, context.io, context.paint.stderr);
  if (plan === null || hasErrors(diagnostics)) return null;
  const locate: LoadedPlan['locate'] = (finding, ...paths) => ({ ...finding, ...placeOf(paths, plan, lineOf) });
  return { plan, diagnostics, locate };
}
