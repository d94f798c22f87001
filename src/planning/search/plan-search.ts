import { evaluate, type Parts } from '../../evaluation/evaluate.ts';
import type { Machine } from '../../evaluation/machine.ts';
import { readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import type { Gate } from '../gates/gate.ts';
import { judge } from '../gates/judge.ts';
import type { Shard } from '../shard.ts';
import { type Aim, badness } from '../sweep/pareto.ts';
import { followsTheStep } from './objective.ts';
import { planned } from './planned.ts';
import { type Ranked, type SearchCounts, search } from './search.ts';
import type { Candidate, Space } from './space.ts';

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
  const score = (candidate: Candidate): number | null => {
    const result = resultOf(candidate);
    if (!constraints.every((gate) => judge(gate, base, result).passed)) return null;
    const value = readField(result, aim.field)[0]?.value;
    return typeof value === 'number' ? badness(value, aim) : null;
  };
  const byTime = aim.field === 'training.step_time_s' && aim.sense === 'min' && constraints.length === 0;
  const outcome = search(machine, {
    space: options.space,
    top: options.top,
    exhaustive: options.exhaustive || !prunable(aim),
    ...(byTime ? {} : { score }),
    ...(options.also === undefined ? {} : { also: options.also }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(options.proceed === undefined ? {} : { proceed: options.proceed }),
  });
  return {
    found: outcome.best.map((ranked) => ({ ranked, result: resultOf(ranked) })),
    counts: outcome.counts,
    smallest: outcome.smallest === null || outcome.counts.timed > 0 ? null : resultOf(outcome.smallest),
  };
}

/** Whether a faster plan is never worse by this aim. */
export function prunable({ field, sense }: Aim): boolean {
  const higher = /per_s|mfu/.test(field);
  return followsTheStep(field) && sense === (higher ? 'max' : 'min');
}
