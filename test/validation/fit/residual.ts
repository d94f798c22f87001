import type { Observation } from './observations.ts';

/** ln(predicted / measured) of one configuration, with its own family in the fit and with the family held out. */
export interface Residual {
  readonly id: string;
  readonly family: string;
  readonly set: string;
  readonly generation: string;
  readonly model: 'dense' | 'MoE';
  readonly precision: '16-bit' | 'low';
  readonly complete: boolean;
  readonly tuned: boolean;
  readonly lora: boolean;
  readonly now: number;
  readonly leftOut: number;
}

export function residual(o: Observation, now: number, leftOut: number): Residual {
  const { precision, model } = o.plan.workload;
  return {
    id: o.row.id,
    family: o.row.family,
    set: o.row.set,
    generation: o.generation,
    model: model.moe === null ? 'dense' : 'MoE',
    precision:
      precision === 'bf16' || precision === 'fp16' || precision === 'tf32' || precision === 'fp32' ? '16-bit' : 'low',
    complete: o.row.complete,
    tuned: o.tuned,
    lora: typeof o.plan.workload.task !== 'string',
    now: Number(now.toFixed(5)),
    leftOut: Number(leftOut.toFixed(5)),
  };
}
