import { oneWay, type PipelineSchedule } from './schedule.ts';

/**
 * ZB-V: each rank holds two chunks, the model goes down the ranks and back up (Qi et al. 2023, arXiv 2401.10241, section 6),
 * in the fixed order of PyTorch's ScheduleZBVZeroBubble. No bubble where the three passes take the same time, at 1F1B's
 * memory on every rank. Otherwise the first rank waits for input gradients that outlast weight gradients, or for forward
 * passes that outlast both; the last one for weight gradients that outlast forward passes.
 */
export const zeroBubbleV: PipelineSchedule = {
  ...oneWay,
  splitsBackward: true,
  name: 'zb-v',
  bubbleS: ({ others: { forwardS, inputGradS, weightGradS } }, stages) =>
    Math.max(
      0,
      inputGradS - weightGradS,
      forwardS - (inputGradS + weightGradS) / 2,
      stages < 2 ? 0 : ((stages - 2) * (weightGradS - forwardS)) / (2 * (stages - 1)),
    ),
  inFlight: (_stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages),
  sendsPerMicroBatch: () => 4,
  chunksOf: (rank, stages, chunks) => (stages === 1 ? [0] : [rank, chunks - 1 - rank]),
  sendsHide: true,
};
