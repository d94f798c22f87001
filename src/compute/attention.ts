import type { Device } from './device.ts';

/** Query and value elements of a head, together, for which the sustained rates of attention stand. */
const USUAL_WIDTH = 256;
/** Keys that fused kernels take at once; both ends of a window are cut inside a block. */
const BLOCK = 128;
/** Products of the backward kernel for the forward's two: it recomputes the scores (Dao 2023, arXiv 2307.08691). */
const BACKWARD_PRODUCTS = 2.5;

/** Fused attention of one GPU, forward and backward, s. */
export interface AttentionTime {
  readonly forwardS: number;
  readonly backwardS: number;
}

/**
 * Time of fused attention. Matrix products and, beside them, one exponential per score, which every generation computes at
 * 16 a clock and multiprocessor while its tensor cores doubled (Shah et al. 2024, arXiv 2407.08608, section 3): narrow heads
 * are slower, wide ones faster than those of 128 elements.
 * @param scores query-key pairs that are computed, all heads
 * @param width elements of a query and of a value of one head, together
 * @param windowed a sliding window cuts the keys; kernels compute its two cut blocks whole
 * @param queries rows of all heads, for the blocks of a window
 */
export function attentionTime(
  device: Device,
  scores: number,
  width: number,
  windowed: boolean,
  queries: number,
): AttentionTime {
  const computed = scores + (windowed ? BLOCK * queries : 0);
  const usual = (extra: number): number => (USUAL_WIDTH * (width + extra)) / (USUAL_WIDTH + extra);
  const { softmaxWidth, attentionForwardFlopsPerS, attentionBackwardFlopsPerS, kernelS } = device;
  const forwardFlops = 2 * computed * usual(softmaxWidth);
  const backwardFlops = 2 * BACKWARD_PRODUCTS * computed * usual(softmaxWidth / BACKWARD_PRODUCTS);
  return {
    forwardS: forwardFlops / attentionForwardFlopsPerS + kernelS,
    backwardS: backwardFlops / attentionBackwardFlopsPerS + 2 * kernelS,
  };
}
