import type { Shard } from '../../planning/shard.ts';
import type { Axis } from '../../planning/sweep/axis.ts';
import { grid, shardPoint } from '../../planning/sweep/grid.ts';
import { type PointRow, pointRow } from '../../planning/sweep/point-row.ts';
import { partsFor, variantEvaluator } from '../../planning/sweep/row.ts';
import { freeVariant } from '../free-plan.ts';
import type { Files } from '../io.ts';
import { type SpecSource, variantsOf } from '../open-variants.ts';
import { constraintsOption } from '../search/constraints.ts';

/** Variants of a spec to evaluate, one a point of a grid: plain data that a thread can be handed. */
export interface PointJob {
  readonly kind: 'points';
  readonly source: SpecSource;
  readonly set: readonly string[];
  readonly axes: readonly Axis[];
  readonly shard: Shard;
  readonly fields: readonly string[];
  /** Choose the parallel plan anew at each point, even where the spec states one. */
  readonly free: boolean;
  readonly constraints: readonly string[];
}

/** The overrides that make a point of a grid out of a spec. */
export const overridesAt = ({ set, axes }: Pick<PointJob, 'set' | 'axes'>, point: number): readonly string[] => {
  const { paths, at } = grid(axes);
  return [...set, ...at(point).values.map((value, i) => `${paths[i] ?? ''}=${value}`)];
};

/** Evaluates row n (from 0) of the shard of a job. */
export function pointRows(job: PointJob, files: Pick<Files, 'read'>): (n: number) => PointRow {
  const { axes, set, shard, fields, free } = job;
  const variants = variantsOf(job.source, files);
  const constraints = constraintsOption(job.constraints, false);
  const { paths, at } = grid(axes);
  const evaluate = variantEvaluator(partsFor(fields));
  return (n) => {
    const { values } = at(shardPoint(n, shard));
    const overrides = [...set, ...values.map((value, i) => `${paths[i] ?? ''}=${value}`)];
    const resolved = free ? freeVariant(variants, overrides) : variants(overrides);
    return pointRow(values, evaluate(resolved, overrides), fields, constraints);
  };
}
