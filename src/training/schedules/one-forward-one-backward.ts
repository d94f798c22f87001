import { oneWay, type PipelineSchedule, passSumS } from './schedule.ts';

/** 1F1B (PipeDream-flush): the slowest stage waits once for every other stage. Narayanan et al. 2021, arXiv 2104.04473. */
export const oneForwardOneBackward: PipelineSchedule = {
  ...oneWay,
  name: '1f1b',
  bubbleS: ({ others }) => passSumS(others),
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages - stage),
  sendsPerMicroBatch: () => 2,
  // The next pass of a rank needs what its neighbour makes of the message.
  sendsHide: false,
};
