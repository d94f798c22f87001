import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { noPlanFits, outOfMemory, powerCapExceeded } from '../diagnostics/messages/feasibility.ts';
import { EVERYTHING, type EvaluationOutcome, evaluate, type Parts } from '../evaluation/evaluate.ts';
import type { FabricRefusal } from '../fabric/types.ts';
import { chooseLayout } from '../planning/choose-layout.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import type { LoadedPlan } from './plan-of.ts';
import { refuse } from './refusal.ts';
import { say } from './say.ts';

export type Evaluated =
  | { readonly ok: true; readonly result: Result; readonly plan: Plan }
  | { readonly ok: false; readonly exitCode: ExitCode };

/**
 * Evaluates a plan; where the spec leaves the parallel plan open, the search chooses it first. What keeps the plan from
 * running is said on stderr, with its place in the spec.
 */
export function evaluatePlan(loaded: LoadedPlan, context: Context, parts: Parts = EVERYTHING): Evaluated {
  const { plan } = loaded;
  if (plan.layout !== null) return finished(evaluate(plan, plan.layout, 'spec', parts), plan, loaded, context);
  const choice = chooseLayout(plan);
  if (!choice.ok) return refused(choice.refusal, loaded, context);
  if (choice.layout === null) {
    const reason = 'no split of the job into whole groups divides its GPUs, heads, layers and batch';
    const finding = noPlanFits({ path: '' }, reason);
    say([loaded.locate(finding, 'workload.global_batch', 'gpus.count')], context.io, context.paint.stderr);
    return { ok: false, exitCode: Exit.cannotRun };
  }
  const outcome = evaluate(plan, choice.layout, 'search', parts);
  return finished(outcome, { ...plan, layout: choice.layout }, loaded, context);
}

const refused = (refusal: FabricRefusal, loaded: LoadedPlan, context: Context): Evaluated => ({
  ok: false,
  exitCode: refuse(refusal, loaded, context),
});

function finished(outcome: EvaluationOutcome, plan: Plan, loaded: LoadedPlan, context: Context): Evaluated {
  if (!outcome.ok) return refused(outcome.refusal, loaded, context);
  const { result } = outcome;
  const obstacles = obstaclesOf(result, plan, loaded);
  const remarks = result.diagnostics.map((found) => ({ ...found, code: found.code as Diagnostic['code'] }));
  say([...obstacles, ...remarks], context.io, context.paint.stderr);
  const diagnostics = [
    ...[...loaded.diagnostics, ...obstacles].map(({ code, severity, path, message }) => ({
      code,
      severity,
      path,
      message,
    })),
    ...result.diagnostics,
  ];
  return { ok: true, result: { ...result, diagnostics }, plan };
}

/** What keeps a plan from running although its fabric can be built. */
function obstaclesOf({ training, power, plan: chosen, verdict }: Result, plan: Plan, { locate }: LoadedPlan) {
  const found: Diagnostic[] = [];
  const { fits, total_bytes: total, capacity_bytes: capacity } = training.memory;
  const help = verdict.advice.length === 0 ? undefined : verdict.advice.join(', or ');
  if (!fits && chosen.chosen_by === 'search') {
    const reason = `the plan with the least memory ${outOfMemory({ path: '' }, total, capacity).message}`;
    const bigger = 'use more GPUs, a smaller model, or a lower precision';
    found.push(locate(noPlanFits({ path: '' }, reason, bigger), 'workload.model', 'gpus.count'));
  } else if (!fits) {
    found.push(locate(outOfMemory({ path: '' }, total, capacity, help), 'workload.parallelism', 'workload.model'));
  }
  const cap = plan.power.facilityCapW;
  if (cap !== null && power.facility_w !== null && power.facility_w > cap) {
    found.push(locate(powerCapExceeded({ path: '' }, power.facility_w, cap), 'power.facility_cap'));
  }
  return found;
}
