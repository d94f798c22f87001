import { evaluate } from '../../src/evaluation/evaluate.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import type { Result } from '../../src/result/schema.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { planOfSpec } from './plan-of-spec.ts';

export type Prediction =
  | { readonly ok: true; readonly plan: Plan; readonly result: Result }
  | { readonly ok: false; readonly reason: string };

/** The whole way of `analyze`, in process: spec text, plan, layout where the spec leaves it open, evaluation. */
export function predict(spec: Readonly<Record<string, unknown>>): Prediction {
  const resolved = planOfSpec(spec);
  if (!resolved.ok) return resolved;
  let plan = resolved.plan;
  if (plan.layout === null) {
    const choice = chooseLayout(plan);
    if (!choice.ok) return { ok: false, reason: `no layout: ${choice.refusal.code}` };
    plan = { ...plan, layout: choice.layout };
  }
  const evaluation = evaluate(plan);
  return evaluation.ok
    ? { ok: true, plan, result: evaluation.result }
    : { ok: false, reason: `refused: ${evaluation.refusal.code}` };
}
