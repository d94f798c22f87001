import type { ModelConstant } from '../../../src/catalog/types.ts';
import { descend } from './descend.ts';
import { constantsOf, type Observation } from './observations.ts';
import { type Parameter, parameters, withValue } from './parameters.ts';

/** Values of the table are near an optimum already. */
const FIRST_STEP = { table: 0.1, middle: 0.2 } as const;

/**
 * The constants table fitted on some observations; values that lose every observation are dropped, so that the fallback
 * shows. `all` are the parameters of the whole fit.
 * @param start where the search begins: the values of the table, or the middle of their physical bounds, which owes nothing
 *   to rows outside `observed`
 */
export function fitted(
  table: readonly ModelConstant[],
  observed: readonly Observation[],
  all: readonly Parameter[],
  start: 'table' | 'middle' = 'table',
): { table: ModelConstant[]; values: number[] } {
  const live = parameters(table, observed).filter((p) => p.users.length > 0);
  const dropped = all.filter((p) => !live.some((each) => each.id === p.id && each.entry === p.entry));
  const base = table.map((constant) => ({
    ...constant,
    values: constant.values.filter((_, entry) => {
      const isDropped = dropped.some((p) => p.id === constant.id && p.entry === entry);
      return !isDropped || constant.values.length === 1;
    }),
  }));
  const left = parameters(base, observed).filter((p) => p.users.length > 0);
  const begun = start === 'table' ? left : left.map((p) => ({ ...p, value: Math.sqrt(p.bounds[0] * p.bounds[1]) }));
  let from: ModelConstant[] = base;
  for (const p of begun) from = withValue(from, p.id, p.entry, p.value);
  const values = descend(
    observed,
    observed.map((o) => constantsOf(o, from)),
    begun,
    FIRST_STEP[start],
  );
  let out: ModelConstant[] = from;
  begun.forEach((p, i) => {
    out = withValue(out, p.id, p.entry, values[i] as number);
  });
  return { table: out, values };
}
