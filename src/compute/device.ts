import type { NumberFormat } from '../catalog/types.ts';
import type { Plan, Precision } from '../spec/plan.ts';

/** Sustained rates of one GPU under one software stack, from catalog facts and model constants. */
export interface Device {
  /** Best sustained rate of a large matrix product, FLOP/s; null where the GPU has no such unit. */
  readonly matmulFlopsPerS: Readonly<Record<NumberFormat, number | null>>;
  /** Sustained rate of fused attention, forward and backward, FLOP/s of the products it really computes. */
  readonly attentionForwardFlopsPerS: number;
  readonly attentionBackwardFlopsPerS: number;
  /**
   * Exponentials of the softmax as width: a score costs as much as this many more elements of its query and value. Rates
   * above are those of heads of 128 elements.
   */
  readonly softmaxWidth: number;
  /** Sustained memory bandwidth of streaming kernels, bytes/s. */
  readonly memoryBytesPerS: number;
  /** Sustained copies to and from host memory, one direction, bytes/s. */
  readonly hostLinkBytesPerS: number;
  readonly multiprocessors: number;
  /** Cost of one more kernel: launch gap, ramp and tail, s. */
  readonly kernelS: number;
  /** Share of an unfilled last wave that is really lost. */
  readonly waveLoss: number;
  /** Depth of a product's ramp in k: products with k much larger run at the full rate. */
  readonly rampK: number;
}

/** Value of a model constant; a missing id is a defect of ours, not of the user. */
export function constant(plan: Pick<Plan, 'constants'>, id: string): number {
  const found = plan.constants[id];
  if (found === undefined) throw new Error(`model constant ${id} is not in the catalog`);
  return found.value;
}

/** @param computeFactor scales matrix and attention rates, @param memoryFactor memory bandwidth (sensitivities). */
export function device(plan: Plan, computeFactor = 1, memoryFactor = 1): Device {
  const { gpu } = plan.cluster;
  const rate = (format: NumberFormat, ceiling: string): number | null => {
    const peak = gpu.peakFlopsPerS[format];
    return peak === null ? null : peak * constant(plan, ceiling) * computeFactor;
  };
  const bf16 = rate('bf16', 'matmul_ceiling_bf16');
  const tf32 = rate('tf32', 'matmul_ceiling_bf16');
  const attentionPeak = (gpu.peakFlopsPerS.bf16 ?? gpu.peakFlopsPerS.fp32 ?? 0) * computeFactor;
  return {
    matmulFlopsPerS: {
      fp32: rate('fp32', 'matmul_ceiling_bf16') ?? tf32,
      tf32,
      bf16,
      fp8: rate('fp8', 'matmul_ceiling_fp8'),
      fp4: rate('fp4', 'matmul_ceiling_fp4'),
    },
    attentionForwardFlopsPerS: attentionPeak * constant(plan, 'attention_forward_efficiency'),
    attentionBackwardFlopsPerS: attentionPeak * constant(plan, 'attention_backward_efficiency'),
    softmaxWidth: constant(plan, 'attention_softmax_width'),
    memoryBytesPerS: gpu.memoryBytesPerS * constant(plan, 'memory_efficiency') * memoryFactor,
    hostLinkBytesPerS: gpu.hostLinkBytesPerS ?? constant(plan, 'host_link_bandwidth'),
    multiprocessors: gpu.multiprocessors ?? constant(plan, 'default_multiprocessors'),
    kernelS: constant(plan, 'kernel_overhead'),
    waveLoss: constant(plan, 'matmul_wave_loss'),
    rampK: constant(plan, 'matmul_ramp_k'),
  };
}

/** The format that linear layers run in under a precision; attention, router and output layer stay 16-bit. */
export function linearFormat(precision: Precision): NumberFormat {
  switch (precision) {
    case 'fp32':
      return 'fp32';
    case 'tf32':
      return 'tf32';
    case 'bf16':
    case 'fp16':
      return 'bf16';
    case 'nvfp4':
      return 'fp4';
    default:
      return 'fp8';
  }
}
