import { oneWay, type PipelineSchedule, passSumS } from './schedule.ts';

/** GPipe: all forwards, then all backwards; 1F1B's bubble, every micro-batch held. Huang et al. 2019, arXiv 1811.06965. */
export const gpipe: PipelineSchedule = {
  ...oneWay,
  name: 'gpipe',
  bubbleS: ({ others }) => passSumS(others),
  inFlight: (_stage, _stages, _virtualStages, microBatches) => microBatches,
  sendsPerMicroBatch: () => 2,
  sendsHide: false,
};
