import type { Architecture } from '../catalog/types.ts';
import type { Workload } from '../spec/plan.ts';

/**
 * Bytes that the memory-bound kernels of a layer move, per row. `forward` and `backward` of one kernel; kernels read and
 * write each operand once (fused bias, dropout and residual, as Megatron-LM has since 2020).
 */
export interface Traffic {
  readonly forward: number;
  readonly backward: number;
}

const BYTES = 2;

/** LayerNorm or RMSNorm: forward reads and writes a row; backward reads the row and its gradient and writes a gradient. */
export const normTraffic = (a: Architecture): Traffic => ({
  forward: 2 * BYTES * a.hidden,
  backward: 3 * BYTES * a.hidden,
});

/** Residual addition, with dropout and its mask in the stacks that have it; backward adds the two incoming gradients. */
export const residualTraffic = (a: Architecture, dropout: boolean): Traffic => ({
  forward: (3 * BYTES + (dropout ? 1 : 0)) * a.hidden,
  backward: (3 * BYTES + (dropout ? 2 * BYTES + 1 : 0)) * a.hidden,
});

/** A branch's result added to another's: forward on the outputs, backward on the gradients of the common input. */
export const additionTraffic = (outputs: number, inputs: number): Traffic => ({
  forward: 3 * BYTES * outputs,
  backward: 3 * BYTES * inputs,
});

/** GELU (reads and writes its width) or SwiGLU (reads two widths, writes one). */
export const activationTraffic = (gated: boolean, width: number): Traffic => ({
  forward: (gated ? 3 : 2) * BYTES * width,
  backward: (gated ? 5 : 3) * BYTES * width,
});

/** Bias of a grouped product, a kernel of its own: added in place; its gradient sums the rows. */
export const biasTraffic = (width: number): Traffic => ({ forward: 2 * BYTES * width, backward: BYTES * width });

/**
 * Bias of an expert's output: scaled by the routing weight in fp32, added, the experts joined and cast back, each a kernel of
 * its own (Megatron-LM, TEGroupedMLP). Backward sums the gradient for bias and weight apart.
 */
export const routedBiasTraffic = (width: number): Traffic => ({
  forward: (4 + (BYTES + 4 + 4) + (4 + 4) + (4 + BYTES)) * width,
  backward: (BYTES + 4 + (4 + BYTES) + 2 * (4 + 4 + 4)) * width,
});

/** Rotary embedding of queries and keys of the given width. */
export const rotaryTraffic = (width: number): Traffic => ({ forward: 2 * BYTES * width, backward: 2 * BYTES * width });

/** Unfused attention: masked softmax and dropout over one row of scores, per score element. */
export const scoreTraffic: Traffic = { forward: 4 * BYTES + 1, backward: 5 * BYTES + 1 };

/** Loss over a vocabulary slice, per logit: fp32 copy, softmax statistics and the gradient in place. */
export const lossTraffic: Traffic = { forward: BYTES + 4 + 2 * 4, backward: 4 + BYTES };

/** Quantising one element for a low-precision product: read 16 bits, write the value and its transposed copy. */
export const castBytes = BYTES + 1 + 1;

/**
 * What a recipe moves beside that per element. `delayed` knows the scale of a tensor before it sees it; `current` reads the
 * tensor once more for its largest value; `blockwise` (128 elements, 32-bit scales) and `mx` (32 elements, 8-bit scales) write
 * scales for both copies. Transformer Engine recipes; OCP Microscaling Formats (MX) v1.0.
 */
export const scalingBytes: Readonly<Record<Exclude<Workload['fp8Recipe'], null>, number>> = {
  delayed: 0,
  current: BYTES,
  blockwise: (2 * 4) / 128,
  mx: (2 * 1) / 32,
};
