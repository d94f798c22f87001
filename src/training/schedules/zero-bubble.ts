import { oneWay, type PipelineSchedule } from './schedule.ts';

/**
 * Zero-bubble schedules of Qi et al. 2023 (arXiv 2401.10241): weight gradients are put off to fill the drain, forward passes
 * done early fill the wait for the first gradient, as far as the memory of p (`zb-1p`) or 2p micro-batches (`zb-2p`) allows.
 * Idle time is counted between the first and the last pass of a rank, because their optimizer does not wait for the other
 * ranks (section 4, post-validation).
 */

/** ZB-H1, Table 1: (p-1)(F + B - W). */
export const zeroBubble1p: PipelineSchedule = {
  ...oneWay,
  splitsBackward: true,
  name: 'zb-1p',
  bubbleS: ({ others }) => Math.max(0, others.forwardS + others.inputGradS - others.weightGradS),
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, stages - stage),
  sendsPerMicroBatch: () => 2,
  sendsHide: false,
};

/**
 * The first rank waits (p-1)(F + B) less 2p forward passes for its first gradient; after the last gradient, 2p weight
 * gradients of the slowest rank cover the same way, one is left. Hand-made ZB-H2 (Table 1) waits (p-1)(F + B - 2W), up to one
 * weight gradient longer.
 */
export const zeroBubble2p: PipelineSchedule = {
  ...oneWay,
  splitsBackward: true,
  name: 'zb-2p',
  bubbleS: ({ slowest, others }, stages) => {
    if (stages === 1) return 0;
    const firstGradientS = others.inputGradS - others.forwardS - slowest.forwardS;
    const lastWeightsS = others.weightGradS / (stages - 1) - 2 * stages * slowest.weightGradS;
    return Math.max(0, firstGradientS, others.forwardS + others.inputGradS + lastWeightsS);
  },
  inFlight: (stage, stages, _virtualStages, microBatches) => Math.min(microBatches, 2 * (stages - stage) - 1),
  sendsPerMicroBatch: () => 2,
  sendsHide: false,
};
