import type { PipelineSchedule } from './schedule.ts';

/** 1F1B (PipeDream-flush): the slowest stage waits once for every other stage. Narayanan et al. 2021, arXiv 2104.04473. */
export const oneForwardOneBackward: PipelineSchedule = {
  name: '1f1b',
  bubbleS: (times) => times.sumS - times.slowestS,
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages - stage),
  sendsPerMicroBatch: () => 2,
};
