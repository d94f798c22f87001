import { parameterCount } from '../model/parameters.ts';
import type { Workload } from '../spec/plan.ts';
import { MOMENTS } from './memory.ts';

/** Weights in 16 bits beside the fp32 master copy; full precision has the master copy alone. */
const WEIGHT_BYTES = 2;
const MASTER_BYTES = 4;

/**
 * Bytes of one checkpoint, once for the whole job: weights and the optimizer's states. Adapters leave the frozen weights out
 * and are small: 0.
 */
export function checkpointBytes({ model, optimizer, task, precision, momentBytes }: Workload): number {
  if (typeof task !== 'string') return 0;
  const weights = precision === 'fp32' || precision === 'tf32' ? 0 : WEIGHT_BYTES;
  return parameterCount(model).total * (weights + MASTER_BYTES + MOMENTS[optimizer] * momentBytes);
}
