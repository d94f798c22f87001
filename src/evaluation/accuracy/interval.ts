import type { TrainingResult } from '../../result/schema.ts';
import type { Plan } from '../../spec/plan.ts';
import { type ResidualClass, type ResidualTable, residualTable } from './residuals.ts';

type Interval = NonNullable<TrainingResult['step_time_interval_s']>;

export type IntervalOrReason =
  | { readonly interval: Interval; readonly reason: null }
  | { readonly interval: null; readonly reason: string };

/** A class with fewer configurations says too little about its tails. */
const MIN_CONFIGURATIONS = 8;

const COVERAGE = 0.8;

const lowPrecision = (plan: Plan): boolean => !['bf16', 'fp16', 'tf32', 'fp32'].includes(plan.workload.precision);

/**
 * The class of the same model kind and precision, all generations together: a generation alone rests on one or two
 * families, and the spread between families is what a new run meets.
 */
function candidates(table: ResidualTable, plan: Plan): readonly (ResidualClass | undefined)[] {
  const model = plan.workload.model.moe === null ? 'dense' : 'MoE';
  const find = (precision: string | null): ResidualClass | undefined =>
    table.classes.find(
      (each) =>
        each.complete &&
        each.family === null &&
        each.generation === null &&
        each.model === model &&
        each.precision === precision,
    );
  return [find(lowPrecision(plan) ? 'low' : '16-bit'), find(null)];
}

const describe = (each: ResidualClass): string => {
  const kind = [each.model, each.precision === null ? null : `${each.precision} precision`, each.generation]
    .filter((part) => part !== null)
    .join(', ');
  return `${each.n} published configurations of ${each.families} families (${kind}), each predicted with its family held out`;
};

/**
 * The range that holds the measured step of a comparable run four times in five: the factor that did over published runs
 * that the fit did not see (models, "Calibration, honestly"). A generation nobody published steps of has none.
 */
export function stepTimeInterval(
  plan: Plan,
  stepTimeS: number,
  table: ResidualTable = residualTable,
): IntervalOrReason {
  const { gpu } = plan.cluster;
  const known = table.classes.some((each) => each.complete && each.generation === gpu.generation);
  if (!known) {
    return {
      interval: null,
      reason: `unvalidated: no complete published run on ${gpu.generation} GPUs to compare with`,
    };
  }
  const found = candidates(table, plan).find((each) => each !== undefined && each.n >= MIN_CONFIGURATIONS);
  if (found === undefined) return { interval: null, reason: 'too few published runs of this kind to compare with' };
  return {
    interval: {
      low: stepTimeS / found.factor80,
      high: stepTimeS * found.factor80,
      coverage_fraction: COVERAGE,
      basis: describe(found),
    },
    reason: null,
  };
}
