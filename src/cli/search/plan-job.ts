import { evaluate } from '../../evaluation/evaluate.ts';
import { buildMachine, type Machine } from '../../evaluation/machine.ts';
import type { FabricRefusal } from '../../fabric/types.ts';
import { type PlanSearch, type PlanSearchOutcome, searchPlans } from '../../planning/search/plan-search.ts';
import type { Shard } from '../../planning/shard.ts';
import { partsFor } from '../../planning/sweep/row.ts';
import type { Result } from '../../result/schema.ts';
import type { Plan } from '../../spec/plan.ts';
import { freeVariant } from '../free-plan.ts';
import type { Files } from '../io.ts';
import { type SpecSource, variantsOf } from '../open-variants.ts';
import { constraintsOption, objectiveOption } from './constraints.ts';

/** A search for the best parallel plans: plain data that a thread can be handed. */
export interface PlanJob {
  readonly kind: 'plans';
  readonly source: SpecSource;
  readonly set: readonly string[];
  readonly objective: string | undefined;
  readonly constraints: readonly string[];
  readonly top: number;
  readonly space: PlanSearch['space'];
  readonly exhaustive: boolean;
}

/** How far a search in a thread is: candidates done, and how many there are. */
export type SearchNote = readonly [done: number, of: number];

export interface PreparedSearch {
  readonly machine: Machine;
  /** What the plan that the spec states comes to; null where it leaves it open, or it does not run. */
  readonly stated: Result | null;
  readonly settings: PlanSearch;
  search(shard: Shard, proceed?: PlanSearch['proceed']): PlanSearchOutcome;
}

export type Prepared =
  | { readonly ok: true; readonly prepared: PreparedSearch }
  /** null: the spec does not resolve. */
  | { readonly ok: false; readonly refusal: FabricRefusal | null };

/** @throws UsageError for an objective or a constraint that is none */
export function prepareSearch(job: PlanJob, files: Pick<Files, 'read'>): Prepared {
  const aim = objectiveOption(job.objective);
  const variants = variantsOf(job.source, files);
  const resolved = variants(job.set);
  const open = freeVariant(variants, job.set);
  if (resolved.plan === null || open.plan === null) return { ok: false, refusal: null };
  const built = buildMachine(open.plan);
  if (!built.ok) return { ok: false, refusal: built.refusal };
  const { machine } = built;
  const parts = partsFor([aim.field, ...job.constraints]);
  const stated = statedResult(resolved.plan, parts);
  const { layout, workload } = resolved.plan;
  const settings: PlanSearch = {
    space: job.space,
    aim,
    constraints: constraintsOption(job.constraints, stated !== null),
    base: stated,
    ...(layout === null ? {} : { also: { layout, overlap: workload.overlap } }),
    top: job.top,
    exhaustive: job.exhaustive,
    parts,
  };
  const search: PreparedSearch['search'] = (shard, proceed) =>
    searchPlans(machine, { ...settings, shard, ...(proceed === undefined ? {} : { proceed }) });
  return { ok: true, prepared: { machine, stated, settings, search } };
}

function statedResult(plan: Plan, parts: PlanSearch['parts']): Result | null {
  if (plan.layout === null) return null;
  const outcome = evaluate(plan, plan.layout, 'spec', parts);
  return outcome.ok && outcome.result.training.memory.fits ? outcome.result : null;
}
