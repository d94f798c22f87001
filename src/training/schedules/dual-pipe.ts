import { oneWay, type PipelineSchedule, passSumS } from './schedule.ts';

/**
 * DualPipe: micro-batches enter at both ends, so that a rank holds a stage of either direction, and a forward pass of one
 * direction runs beside a backward pass of the other. DeepSeek-AI 2024 (arXiv 2412.19437), section 3.2.1 and Table 2: bubble
 * (p/2 - 1)(F&B + B - 3W) with B the whole backward pass, weights twice, p + 1 micro-batches held. Passes run alone while
 * the pipeline fills and drains: 3p/2 - 1 of each kind on the outermost ranks.
 */
export const dualPipe: PipelineSchedule = {
  ...oneWay,
  name: 'dual-pipe',
  bubbleS: ({ others }, stages) => {
    if (stages <= 2) return 0;
    const backwardS = others.inputGradS + others.weightGradS;
    const each = passSumS(others) + backwardS - 3 * others.weightGradS;
    return ((stages / 2 - 1) * Math.max(0, each)) / (stages - 1);
  },
  inFlight: (_stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages + 1),
  sendsPerMicroBatch: () => 2,
  chunksOf: (rank, stages, chunks) => (stages === 1 ? [0] : [rank, chunks - 1 - rank]),
  directions: 2,
  sendsHide: true,
  pairedShare: (stages, microBatches) => Math.max(0, 1 - ((3 / 2) * stages - 1) / microBatches),
};
