import { evaluate, type Parts } from '../../evaluation/evaluate.ts';
import type { Machine } from '../../evaluation/machine.ts';
import { planResult } from '../../evaluation/plan-result.ts';
import { readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import type { Layout } from '../../spec/plan.ts';
import type { Gate } from '../gates/gate.ts';
import { judge } from '../gates/judge.ts';
import type { Shard } from '../shard.ts';
import { type Aim, badness } from '../sweep/pareto.ts';
import { followsTheStep } from './objective.ts';
import { planned } from './planned.ts';
import { type Ranked, type SearchCounts, search } from './search.ts';
import type { Candidate, Space } from './space.ts';
import { isOnPlan } from './unreachable.ts';

export interface PlanSearch {
  readonly space: Space['name'];
  readonly aim: Aim;
  readonly constraints: readonly Gate[];
  /** What relative constraints compare with; null: there are none. */
  readonly base: Result | null;
  readonly top: number;
  readonly exhaustive: boolean;
  /** The plan that the spec states: a candidate wherever it lies. */
  readonly also?: Candidate;
  readonly parts: Parts;
  readonly shard?: Shard;
  readonly proceed?: (done: number, of: number) => boolean;
}

export interface FoundPlan {
  readonly ranked: Ranked;
  readonly result: Result;
}

export interface PlanSearchOutcome {
  /** Best first. */
  readonly found: readonly FoundPlan[];
  readonly counts: SearchCounts;
  /** The plan with the least memory, where none fits. */
  readonly smallest: Result | null;
  /** A field of the objective or of a constraint that no plan has a value for; null: there is none. */
  readonly unknown: UnknownField | null;
}

export interface UnknownField {
  readonly field: string;
  readonly reason: string;
}

/** The best plans of a machine for an objective, under constraints. */
export function searchPlans(machine: Machine, options: PlanSearch): PlanSearchOutcome {
  const { aim, constraints, base, parts } = options;
  const resultOf = (candidate: Candidate): Result => {
    const plan = planned(machine.plan, candidate);
    const outcome = evaluate(plan, candidate.layout, 'search', parts, { ok: true, machine: { ...machine, plan } });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.result;
  };
  const onPlan = constraints.filter(isOnPlan);
  const others = constraints.filter((gate) => !isOnPlan(gate));
  const allows = (layout: Layout): boolean => {
    const planOnly = { plan: planResult(layout, 'search'), reasons: {} };
    return onPlan.every((gate) => judge(gate, base, planOnly).passed);
  };
  let unknown: UnknownField | null = null;
  let judged = false;
  const score = (candidate: Candidate): number | null => {
    const result = resultOf(candidate);
    const missed = others.map((gate) => judge(gate, base, result)).filter(({ passed }) => !passed);
    const unjudged = missed.find(({ found }) => found === null);
    if (unjudged !== undefined) {
      unknown = { field: unjudged.gate.field, reason: unjudged.reason ?? 'it does not apply' };
      return null;
    }
    const value = readField(result, aim.field)[0]?.value;
    if (typeof value !== 'number') {
      unknown = { field: aim.field, reason: result.reasons[aim.field] ?? 'it does not apply' };
      return null;
    }
    judged = true;
    return missed.length === 0 ? badness(value, aim) : null;
  };
  const byTime = aim.field === 'training.step_time_s' && aim.sense === 'min' && others.length === 0;
  const { best, smallest, counts } = search(machine, {
    space: options.space,
    top: options.top,
    exhaustive: options.exhaustive || !prunable(aim),
    ...(byTime ? {} : { score }),
    ...(onPlan.length === 0 ? {} : { allows }),
    ...(options.also === undefined ? {} : { also: options.also }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(options.proceed === undefined ? {} : { proceed: options.proceed }),
  });
  return {
    found: best.map((ranked) => ({ ranked, result: resultOf(ranked) })),
    counts,
    smallest: smallest === null || counts.timed + counts.refused > 0 ? null : resultOf(smallest),
    unknown: judged ? null : unknown,
  };
}

/** Whether a faster plan is never worse by this aim. */
export function prunable({ field, sense }: Aim): boolean {
  const higher = /per_s|mfu/.test(field);
  return followsTheStep(field) && sense === (higher ? 'max' : 'min');
}
