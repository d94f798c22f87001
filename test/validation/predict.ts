import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import { planned } from '../../src/planning/search/planned.ts';
import type { Layout, Plan } from '../../src/spec/plan.ts';
import { type StepEstimate, timeStep } from '../../src/training/step.ts';
import { planOfSpec } from './plan-of-spec.ts';

export type Prediction =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly layout: Layout;
      readonly step: StepEstimate;
      readonly fits: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The way of `analyze` in process: spec text, plan, layout where the spec leaves it open, step. A run that the memory
 * model refuses is timed all the same: it ran, so its time can be scored and the refusal counted apart.
 * @param fixed what the source says about a layout that it does not state
 */
export function predict(spec: Readonly<Record<string, unknown>>, fixed: Partial<Layout> = {}): Prediction {
  const resolved = planOfSpec(spec);
  if (!resolved.ok) return resolved;
  let plan: Plan = { ...resolved.plan, layoutHints: { ...resolved.plan.layoutHints, ...fixed } };
  if (plan.layout === null) {
    const choice = chooseLayout(plan);
    if (!choice.ok) return { ok: false, reason: `fabric refused: ${choice.refusal.limit}` };
    if (choice.candidate === null) return { ok: false, reason: 'no layout divides the job' };
    plan = planned(plan, choice.candidate);
  }
  const { layout } = plan;
  if (layout === null) throw new Error('a planned plan has a layout');
  const built = buildMachine(plan);
  if (!built.ok) return { ok: false, reason: `fabric refused: ${built.refusal.limit}` };
  const step = timeStep(trainingOn(built.machine), layout);
  const { gpu, reserveBytes } = plan.cluster;
  return { ok: true, plan, layout, step, fits: step.memory.totalBytes <= gpu.memoryBytes - reserveBytes };
}
