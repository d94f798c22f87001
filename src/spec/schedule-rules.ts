import type { Schedule } from './plan.ts';

/** Model chunks that lie on one pipeline rank, in the order of the model: ZB-V has two by its nature. */
export const chunksPerRank = (schedule: Schedule, pipeline: number, virtualPipeline: number): number =>
  pipeline === 1 ? 1 : schedule === 'zb-v' ? 2 : virtualPipeline;

/** Why a schedule cannot run these stages and micro-batches; null: it can. */
export function scheduleProblem(schedule: Schedule, pipeline: number, microBatches: number): string | null {
  if (schedule !== 'dual-pipe' || pipeline === 1) return null;
  if (pipeline % 2 !== 0) return `feeds the pipeline from both ends, so ${pipeline} stages must be an even number`;
  if (microBatches % 2 !== 0 || microBatches < 2 * pipeline) {
    return `needs an even number of micro-batches, two a stage or more (${2 * pipeline}), but the step has ${microBatches}`;
  }
  return null;
}
