import type { PipelineSchedule } from './schedule.ts';

/** GPipe: all forwards, then all backwards; 1F1B's bubble, every micro-batch held. Huang et al. 2019, arXiv 1811.06965. */
export const gpipe: PipelineSchedule = {
  name: 'gpipe',
  bubbleS: (times) => times.sumS - times.slowestS,
  inFlight: (_stage, _stages, _virtualStages, microBatches) => microBatches,
  sendsPerMicroBatch: () => 2,
};
