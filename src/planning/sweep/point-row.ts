import type { Result } from '../../result/schema.ts';
import type { Gate } from '../gates/gate.ts';
import { judge } from '../gates/judge.ts';
import { axisCell } from './axis.ts';
import { type Cell, cellsOf, type Evaluated } from './row.ts';

/** What is kept of a point once it is evaluated: plain data, for a thread may have evaluated it. */
export interface PointRow {
  /** What was varied, then the fields that were asked for; null where there is no result. */
  readonly varied: readonly Cell[];
  readonly values: readonly Cell[];
  /** Why there is no result. */
  readonly problem: string | null;
  readonly fits: boolean;
  /** Whether it fits and meets all constraints. */
  readonly allowed: boolean;
}

export function pointRow(
  varied: readonly string[],
  evaluated: Evaluated,
  fields: readonly string[],
  constraints: readonly Gate[],
): PointRow {
  const result = evaluated.ok ? evaluated.result : null;
  const fits = result?.training.memory.fits === true;
  return {
    varied: varied.map(axisCell),
    values: result === null ? fields.map(() => null) : cellsOf(result, fields),
    problem: evaluated.ok ? null : evaluated.problem,
    fits,
    allowed: fits && constraints.every((gate) => judge(gate, null, result as Result).passed),
  };
}
