import type { Breakdown } from '../../src/result/schema.ts';
import type { Layout } from '../../src/spec/plan.ts';
import { groupBy } from './group-by.ts';
import { measuredTime } from './measured-time.ts';
import { predict } from './predict.ts';
import type { Row } from './rows.ts';
import { median } from './statistics.ts';
import { isTuned } from './tuned.ts';

/** One row, predicted. */
export interface ScoredRow {
  readonly row: Row;
  readonly measuredS: number;
  readonly predictedS: number;
  /** predicted / measured - 1. */
  readonly error: number;
  readonly from: string;
  readonly tuned: boolean;
  readonly generation: string;
  readonly precision: string;
  readonly architecture: 'dense' | 'MoE';
  readonly task: string;
  /** Whether the tool believes the run fits in memory; every scored row did run. */
  readonly fits: boolean;
  readonly breakdown: Breakdown;
  readonly sweep: string;
}

export interface SkippedRow {
  readonly row: Row;
  readonly reason: string;
}

export type RowOutcome = ScoredRow | SkippedRow;
export const isScored = (outcome: RowOutcome): outcome is ScoredRow => 'error' in outcome;

/** Precisions that share a peak and a behaviour. */
const precisionClass = (precision: string): string => (precision === 'fp16' ? 'bf16' : precision);

/** Open layouts of a set: the best "without context parallelism" (NVIDIA NeMo long-sequence performance page). */
const LAYOUT_FACTS: Readonly<Record<string, Partial<Layout>>> = { nemo_long_sequence: { context: 1 } };

export function scoreRow(row: Row): RowOutcome {
  if (row.exclude !== null) return { row, reason: `excluded by its source: ${row.exclude}` };
  if (row.needs !== null) return { row, reason: `needs ${row.needs}` };
  const prediction = predict(row.spec, LAYOUT_FACTS[row.set]);
  if (!prediction.ok) return { row, reason: prediction.reason };
  const { plan, step, fits } = prediction;
  const measured = measuredTime(row, plan);
  if (measured === null) return { row, reason: 'no step time measured' };
  const predictedS = step.stepTimeS;
  const { workload, cluster } = plan;
  const sequence = workload.sequenceLength;
  return {
    row,
    measuredS: measured.stepTimeS,
    predictedS,
    error: predictedS / measured.stepTimeS - 1,
    from: measured.from,
    tuned: isTuned(row),
    generation: cluster.gpu.generation,
    precision: precisionClass(workload.precision),
    architecture: workload.model.moe === null ? 'dense' : 'MoE',
    task: typeof workload.task === 'string' ? workload.task : 'lora',
    fits,
    breakdown: step.breakdown,
    sweep: `${workload.model.name} on ${workload.gpus} ${cluster.gpu.id}, sequence ${sequence}, ${workload.precision}`,
  };
}

/** One configuration: its rows (measured again by other releases or sites) count once, by the median of their errors. */
export interface Unit {
  readonly key: string;
  readonly rows: readonly ScoredRow[];
  readonly error: number;
  readonly complete: boolean;
  readonly sample: ScoredRow;
}

export function unitsOf(scored: readonly ScoredRow[]): Unit[] {
  const groups = groupBy(scored, (s) => `${s.row.group ?? `${s.row.set}#${s.row.id}`}${s.row.complete ? '' : ' ~'}`);
  return [...groups].map(([key, rows]) => {
    const sample = rows[0] as ScoredRow;
    return {
      key,
      rows,
      error: median(rows.map((r) => r.error)) ?? 0,
      complete: sample.row.complete,
      sample,
    };
  });
}
