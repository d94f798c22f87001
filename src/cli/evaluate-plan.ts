import { noPlanFits } from '../diagnostics/messages/feasibility.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { chooseLayout } from '../planning/choose-layout.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Result } from '../result/schema.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import { refuse } from './refusal.ts';
import { say } from './say.ts';

export type Evaluated =
  | { readonly ok: true; readonly result: Result; readonly plan: Plan }
  | { readonly ok: false; readonly exitCode: ExitCode };

/**
 * Evaluates a plan; where the spec leaves the parallel plan open, the search chooses it first. A plan that cannot be
 * evaluated says why on stderr.
 */
export function evaluatePlan(plan: Plan, context: Context): Evaluated {
  if (plan.layout !== null) return evaluated(plan, plan.layout, 'spec', context);
  const choice = chooseLayout(plan);
  if (!choice.ok) return { ok: false, exitCode: refuse(choice.refusal, context) };
  if (choice.layout === null) {
    const reason = 'no split of the job into whole groups divides its GPUs, heads, layers and batch';
    say([noPlanFits({ path: 'parallelism' }, reason)], context.io, context.paint.stderr);
    return { ok: false, exitCode: Exit.cannotRun };
  }
  return evaluated({ ...plan, layout: choice.layout }, choice.layout, 'search', context);
}

function evaluated(plan: Plan, layout: Layout, chosenBy: 'spec' | 'search', context: Context): Evaluated {
  const outcome = evaluate(plan, layout, chosenBy);
  return outcome.ok
    ? { ok: true, result: outcome.result, plan }
    : { ok: false, exitCode: refuse(outcome.refusal, context) };
}
