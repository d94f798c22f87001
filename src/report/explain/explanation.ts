import { priceRange } from '../../economics/range.ts';
import { type FieldValue, readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import { fieldUnit } from '../../result/units.ts';
import type { Plan } from '../../spec/plan.ts';
import type { Entry } from './entry.ts';
import { equipment, isExpanded } from './equipment.ts';
import { originText } from './origin-text.ts';
import { planInputs } from './plan-inputs.ts';
import { levelOfField } from './range.ts';
import { canonicalPath, entryOf } from './registry.ts';

export type Value = number | string | boolean | null | readonly Value[];

/** One input of an explained field; `explanation` says where a calculated one comes from. */
export interface ExplainedInput {
  readonly name: string;
  readonly value: Value;
  readonly unit: string | null;
  readonly origin: string;
  readonly explanation?: Explanation;
}

/** Why one field of one result has its value: a tree of plain data. */
export interface Explanation {
  readonly field: string;
  readonly meaning: string;
  readonly value: Value;
  readonly unit: string | null;
  /** Why the value is null, if it is. */
  readonly reason: string | null;
  readonly formula: string;
  readonly source: string;
  readonly inputs: readonly ExplainedInput[];
}

/**
 * The explanation of a field that the registry knows.
 *
 * @param plan the plan behind the result: gives the inputs their origins
 * @returns null for a field that is not in the registry
 */
export function explain(field: string, result: Result, plan: Plan): Explanation | null {
  const entry = entryOf(field);
  const level = levelOfField(field);
  const behind = level === null ? plan : priceRange(plan).plans[level];
  return entry === null ? null : build(field, entry, result, behind, new Set());
}

function build(field: string, entry: Entry, result: Result, plan: Plan, above: ReadonlySet<string>): Explanation {
  const path = canonicalPath(field);
  const seen = new Set([...above, path]);
  const concrete = field.includes('[') || path.endsWith('.*') ? field : path;
  return {
    field: concrete,
    meaning: entry.meaning,
    value: valueAt(result, concrete),
    unit: fieldUnit(path),
    reason: result.reasons[concrete] ?? null,
    formula: entry.formula,
    source: entry.source,
    inputs: entry.inputs.flatMap((ref) => inputsOf(concreteRef(ref, path, concrete), result, plan, seen)),
  };
}

/**
 * An input of one item of a list is the item with the same index; of one key of an open map, that of the key: its `*`
 * stands for the key, and `[]` alone for the index.
 */
function concreteRef(ref: string, path: string, field: string): string {
  if (path.endsWith('.*')) return ref.replace('*', field.slice(path.length - 1));
  const list = path.slice(0, path.indexOf('[]') + 1);
  const index = list === '' ? undefined : field.match(/\[(\d+)\]/)?.[1];
  if (index === undefined) return ref;
  return ref.replace(`${list}]`, `${list}${index}]`).replace(':[]', `:${index}`);
}

function inputsOf(ref: string, result: Result, plan: Plan, seen: ReadonlySet<string>): readonly ExplainedInput[] {
  const [kind, name] = ref.includes(':') ? (ref.split(':') as [string, string]) : ['field', ref];
  if (isExpanded(kind)) return equipment(kind, name, plan);
  if (kind === 'plan') return [planInput(name, plan, result.plan.chosen_by)];
  if (kind === 'constant') return [constantInput(name, plan)];
  const path = canonicalPath(name);
  const entry = entryOf(name);
  // A field that does not apply to this plan is absent, and adds nothing.
  if (!/\[\]|\*$/.test(name) && valuesAt(result, name).length === 0) return [];
  const value = valueAt(result, name);
  const computed: ExplainedInput = { name, value, unit: fieldUnit(name), origin: 'computed' };
  return [
    entry === null || seen.has(path) || entry.inputs.length === 0
      ? computed
      : { ...computed, explanation: build(name, entry, result, plan, seen) },
  ];
}

/** What has no origin in the spec was chosen by the search, or follows from the rest of the plan. */
function planInput(name: string, plan: Plan, chosenBy: Result['plan']['chosen_by']): ExplainedInput {
  const input = planInputs[name];
  if (input === undefined) throw new Error(`no plan input ${name}`);
  const origin = input.origin(plan);
  const value = input.value(plan);
  const searched = chosenBy === 'search' && (name === 'parallelism' || (origin === null && SEARCHED.has(name)));
  const elsewhere = searched ? 'chosen by the search' : value === null ? 'not stated' : 'plan';
  return { name, value, unit: input.unit, origin: searched || origin === null ? elsewhere : originText(origin) };
}

function constantInput(id: string, plan: Plan): ExplainedInput {
  const constant = plan.constants[id];
  return constant === undefined
    ? { name: id, value: null, unit: null, origin: 'no such constant for this hardware' }
    : { name: id, value: constant.value, unit: constant.unit, origin: `constant (${constant.source})` };
}

/** Inputs besides `parallelism` that the search chooses where the spec leaves them open. */
const SEARCHED: ReadonlySet<string> = new Set([
  'workload.micro_batch',
  'workload.sharding',
  'workload.recompute',
  'workload.schedule',
]);

/** One value, the list of them for a path over a list or a map, null where a section is absent. */
function valueAt(result: Result, path: string): Value {
  const values = valuesAt(result, path).map(({ value }) => value as Value);
  return path.includes('[]') || path.endsWith('*') ? values : (values[0] ?? null);
}

/** The values that a path names; a key of an open map may hold dots. */
export function valuesAt(result: Result, path: string): readonly FieldValue[] {
  const canonical = canonicalPath(path);
  const inMap = canonical.endsWith('*') && canonical !== path;
  return inMap ? readField(result, canonical).filter((found) => found.path === path) : readField(result, path);
}
