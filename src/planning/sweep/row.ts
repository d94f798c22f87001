import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { powerCapExceeded } from '../../diagnostics/messages/feasibility.ts';
import { type EvaluationOutcome, evaluate, type Parts } from '../../evaluation/evaluate.ts';
import { provisionAboveCapW } from '../../evaluation/facility-cap.ts';
import { buildMachine, type MachineOutcome, trainingOn } from '../../evaluation/machine.ts';
import { readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import type { Layout, Plan } from '../../spec/plan.ts';
import type { Resolved } from '../../spec/resolve.ts';
import { type StepEstimate, timeStep } from '../../training/step.ts';
import { chooseLayout, type LayoutChoice } from '../choose-layout.ts';
import { planned } from '../search/planned.ts';

export type Cell = string | number | boolean | null;

/** What a sweep, a scaling curve and a design search print of a design unless they are asked for something else. */
export const defaultFields: readonly string[] = [
  'training.step_time_s',
  'training.tokens_per_s',
  'training.mfu',
  'training.memory.total_bytes',
  'training.memory.fits',
  'training.bound',
  'cost.capex_usd.total',
  'cost.usd_per_million_tokens',
  'power.facility_w',
];

/** What says most of a plan that the search chose. */
export const planFields: readonly string[] = [
  'tensor',
  'pipeline',
  'virtual_pipeline',
  'context',
  'expert',
  'data',
  'micro_batch',
  'recompute',
].map((name) => `plan.${name}`);

/** The parts of a result that these fields need. */
export function partsFor(fields: readonly string[]): Parts {
  return {
    ceiling: fields.some((field) => /^training\.ceiling|^cost\.(network_value|usd_per_microsecond_year)/.test(field)),
    influence: fields.some((field) => field.startsWith('cost.influence')),
  };
}

/** A design evaluated for its fields, or why it cannot be. */
export type Evaluated =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly problem: string };

/**
 * Evaluates resolved variants of one spec; where one leaves the parallel plan open, the best is chosen. Machines, choices
 * and steps are kept for variants that differ in what does not touch them.
 */
export function variantEvaluator(parts: Parts): (resolved: Resolved, overrides: readonly string[]) => Evaluated {
  const machines = new Recent<MachineOutcome>();
  const choices = new Recent<LayoutChoice>();
  const steps = new Recent<StepEstimate>();
  return ({ plan, diagnostics }, overrides) => {
    if (plan === null || hasErrors(diagnostics)) {
      const error = diagnostics.find(({ severity }) => severity === 'error');
      return { ok: false, problem: error === undefined ? 'no plan' : `${error.code}: ${error.message}` };
    }
    const built = machines.get(keyOf(overrides, machineStays), () => buildMachine(plan));
    const sameStep = keyOf(overrides, stepStays);
    const evaluated = (whole: Plan, layout: Layout, chosenBy: 'search' | 'spec'): EvaluationOutcome => {
      const on = onPlan(built, whole);
      if (!on.ok) return on;
      const step = steps.get(sameStep, () => timeStep(trainingOn(on.machine), layout));
      return evaluate(whole, layout, chosenBy, parts, on, step);
    };
    let outcome: EvaluationOutcome;
    if (plan.layout !== null) outcome = evaluated(plan, plan.layout, 'spec');
    else {
      const choice = choices.get(sameStep, () => chooseLayout(plan, onPlan(built, plan)));
      if (!choice.ok) return { ok: false, problem: choice.refusal.message };
      if (choice.candidate === null) return { ok: false, problem: NO_SPLIT };
      outcome = evaluated(planned(plan, choice.candidate), choice.candidate.layout, 'search');
    }
    if (!outcome.ok) return { ok: false, problem: outcome.refusal.message };
    const neededW = provisionAboveCapW(plan, outcome.result);
    if (neededW === null) return outcome;
    const { message } = powerCapExceeded({ path: '' }, neededW, plan.power.facilityCapW ?? 0);
    return { ok: false, problem: message };
  };
}

const NO_SPLIT = 'no split of the job divides its GPUs, heads, layers and batch';

const onPlan = (built: MachineOutcome, plan: Plan): MachineOutcome =>
  built.ok ? { ok: true, machine: { ...built.machine, plan } } : built;

/** Spec keys that change neither the hardware nor what the software makes of it. */
const machineStays =
  /^(name$|economics\.(?!prices)|power\.|reliability\.|workload\.(global_batch|micro_batch|sequence_length|tokens|sharding|recompute|schedule|sequence_parallel)$)/;
/** Spec keys that do not change the step. */
const stepStays = /^(name$|economics\.|power\.|reliability\.|workload\.tokens$)/;

const keyOf = (overrides: readonly string[], stays: RegExp): string =>
  overrides.filter((override) => !stays.test(override.slice(0, override.indexOf('=')).trim())).join('\n');

/** The last values made, by key. */
class Recent<T> {
  private readonly kept = new Map<string, T>();

  get(key: string, make: () => T): T {
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    if (this.kept.size >= RECENT) this.kept.delete(this.kept.keys().next().value ?? '');
    const value = make();
    this.kept.set(key, value);
    return value;
  }
}

const RECENT = 64;

/** The values of fields; a field that is null, absent or a list gives null. */
export function cellsOf(result: Result, fields: readonly string[]): readonly Cell[] {
  return fields.map((field) => {
    const [found] = readField(result, field);
    const value = found?.value;
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
  });
}
