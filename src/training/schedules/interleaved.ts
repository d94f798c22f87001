import { oneWay, type PipelineSchedule, passSumS } from './schedule.ts';

/**
 * Interleaved 1F1B: v chunks a stage divide the bubble by v and multiply the sends by v (Narayanan et al. 2021,
 * arXiv 2104.04473, section 2.2.2). Activations: Korthikanti et al. 2022 (arXiv 2205.05198), section 4.2.3: the first stage
 * holds 1 + (p-1)/(pv) of its layers' worth for p micro-batches; later stages start 2 chunks later each.
 */
export const interleaved: PipelineSchedule = {
  ...oneWay,
  name: 'interleaved',
  bubbleS: ({ others }, _stages, virtualStages) => passSumS(others) / virtualStages,
  inFlight: (stage, stages, virtualStages, microBatches) => {
    const chunks = (stages - stage - 1) * 2 + (virtualStages - 1) * stages + 1;
    return Math.min(microBatches * virtualStages, chunks) / virtualStages;
  },
  sendsPerMicroBatch: (virtualStages) => 2 * virtualStages,
  sendsHide: true,
};
