import type { PipelineSchedule } from './schedule.ts';

/**
 * Zero-bubble schedules: weight gradients fill the drain. Qi et al. 2023 (arXiv 2401.10241), Table 1: bubble of ZB-H1
 * (p-1)(F + B - W) at 1F1B's memory, of ZB-H2 (p-1)(F + B - 2W) at about twice it.
 */
const fill =
  (passes: number): PipelineSchedule['bubbleS'] =>
  (times, stages) =>
    Math.max(0, (stages - 1) * (times.forwardS + times.inputGradS - passes * times.weightGradS));

export const zeroBubble1p: PipelineSchedule = {
  name: 'zb-1p',
  bubbleS: fill(1),
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages - stage),
  sendsPerMicroBatch: () => 2,
};

export const zeroBubble2p: PipelineSchedule = {
  name: 'zb-2p',
  bubbleS: fill(2),
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, 2 * (stages - stage) - 1),
  sendsPerMicroBatch: () => 2,
};
