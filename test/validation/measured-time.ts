import { adaptersOf } from '../../src/model/adapters.ts';
import { type FlopsConvention, modelFlopsPerToken } from '../../src/model/flops.ts';
import type { Plan } from '../../src/spec/plan.ts';
import type { Row } from './rows.ts';

/** How the sets that print TFLOP/s without a step time count attention; every other set counts the full square. */
const conventionOfSet: Readonly<Record<string, FlopsConvention>> = { moe_modelzoo: 'causal' };

export interface MeasuredTime {
  readonly stepTimeS: number;
  readonly from: 'step time' | 'tokens/s' | 'TFLOP/s';
}

/** The measured seconds of one optimizer step: printed, or following from a printed rate and the batch. */
export function measuredTime(row: Row, plan: Plan): MeasuredTime | null {
  const { step_time_s, tokens_per_s_per_gpu, tflops_per_gpu } = row.measured;
  const { workload } = plan;
  const tokens = workload.globalBatch * workload.sequenceLength;
  if (step_time_s !== undefined) return { stepTimeS: step_time_s, from: 'step time' };
  if (tokens_per_s_per_gpu !== undefined) {
    return { stepTimeS: tokens / (tokens_per_s_per_gpu * workload.gpus), from: 'tokens/s' };
  }
  if (tflops_per_gpu === undefined || row.measured.tflops_kind === 'hardware') return null;
  const convention = conventionOfSet[row.set] ?? 'full';
  const flops = tokens * modelFlopsPerToken(workload.model, workload.sequenceLength, convention, adaptersOf(workload));
  return { stepTimeS: flops / (tflops_per_gpu * 1e12 * workload.gpus), from: 'TFLOP/s' };
}
