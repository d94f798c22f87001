import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { noWholeSplit } from '../diagnostics/messages/consistency.ts';
import { noPlanFits, outOfMemory, powerCapExceeded } from '../diagnostics/messages/feasibility.ts';
import { EVERYTHING, type EvaluationOutcome, evaluate, type Parts } from '../evaluation/evaluate.ts';
import { provisionAboveCapW } from '../evaluation/facility-cap.ts';
import { chooseLayout } from '../planning/choose-layout.ts';
import { nearSplits } from '../planning/near-splits.ts';
import { planned } from '../planning/search/planned.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import type { LoadedPlan } from './load-plan.ts';
import { exitOf, refusalOf } from './refusal.ts';
import { say } from './say.ts';

export type Evaluated =
  | { readonly ok: true; readonly result: Result; readonly plan: Plan }
  | { readonly ok: false; readonly exitCode: ExitCode };

/** An evaluation and what it found: what keeps the plan from running, with its place in the spec, and remarks. */
export type Judged = Evaluated & { readonly found: readonly Diagnostic[] };

/** Evaluates a plan; where the spec leaves the parallel plan open, the search chooses it first. Findings go to stderr. */
export function evaluatePlan(loaded: LoadedPlan, context: Context, parts: Parts = EVERYTHING): Evaluated {
  const judged = judgePlan(loaded, parts);
  say(judged.found, context.io, context.paint.stderr);
  return judged;
}

/** The same, with the findings handed back. */
export function judgePlan(loaded: LoadedPlan, parts: Parts = EVERYTHING): Judged {
  const { plan } = loaded;
  if (plan.layout !== null) return finished(evaluate(plan, plan.layout, 'spec', parts), plan, loaded);
  const choice = chooseLayout(plan);
  if (!choice.ok) return refused(refusalOf(choice.refusal, loaded));
  if (choice.candidate === null) {
    const { globalBatches, gpus } = nearSplits(plan);
    const finding = noWholeSplit({ path: '' }, plan.workload.gpus, plan.workload.globalBatch, globalBatches, gpus);
    const found = loaded.locate(finding, 'workload.global_batch', 'gpus.count');
    return { ok: false, exitCode: Exit.badInput, found: [found] };
  }
  const chosen = planned(plan, choice.candidate);
  return finished(evaluate(chosen, choice.candidate.layout, 'search', parts), chosen, loaded);
}

const refused = (found: Diagnostic): Judged => ({ ok: false, exitCode: exitOf(found), found: [found] });

function finished(outcome: EvaluationOutcome, plan: Plan, loaded: LoadedPlan): Judged {
  if (!outcome.ok) return refused(refusalOf(outcome.refusal, loaded));
  const { result } = outcome;
  const obstacles = obstaclesOf(result, plan, loaded);
  const remarks = result.diagnostics.map((found) => ({ ...found, code: found.code as Diagnostic['code'] }));
  const diagnostics = [
    ...[...loaded.diagnostics, ...obstacles].map(({ code, severity, path, message }) => ({
      code,
      severity,
      path,
      message,
    })),
    ...result.diagnostics,
  ];
  return { ok: true, result: { ...result, diagnostics }, plan, found: [...obstacles, ...remarks] };
}

/** Exit code of findings as they stand: what keeps a plan from running is no mistake of the spec. */
export function exitOfFindings(found: readonly Diagnostic[]): ExitCode {
  const errors = found.filter((one) => hasErrors([one]));
  if (errors.length === 0) return Exit.ok;
  return errors.every(({ code }) => code.startsWith('FP3')) ? Exit.cannotRun : Exit.badInput;
}

/** What keeps a plan from running although its fabric can be built. */
function obstaclesOf(result: Result, plan: Plan, { locate }: LoadedPlan) {
  const { training, plan: chosen, verdict } = result;
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
  const neededW = provisionAboveCapW(plan, result);
  if (neededW !== null) {
    const { gpus_within_facility_cap: fitting } = result.power;
    found.push(
      locate(powerCapExceeded({ path: '' }, neededW, plan.power.facilityCapW ?? 0, fitting), 'power.facility_cap'),
    );
  }
  return found;
}
