import type { Gpu, NumberFormat } from '../catalog/types.ts';
import type { Precision } from './plan.ts';
import { PRECISIONS } from './schema/workload.ts';

/** fp16 runs at the bf16 peak, the fp8 family at fp8's, nvfp4 at fp4's. */
const PEAK_OF: Readonly<Record<Precision, NumberFormat>> = {
  bf16: 'bf16',
  fp16: 'bf16',
  fp32: 'fp32',
  tf32: 'tf32',
  fp8: 'fp8',
  mxfp8: 'fp8',
  'fp8-blockwise': 'fp8',
  nvfp4: 'fp4',
};

/** Formats whose blocks share a scale that the matrix units apply (OCP Microscaling 1.0). */
const MICROSCALED: ReadonlySet<Precision> = new Set(['mxfp8', 'nvfp4']);

/** Whether the matrix units of a GPU take a precision. Units that scale blocks come with the fp4 units. */
export function runs(gpu: Gpu, precision: Precision): boolean {
  if (gpu.peakFlopsPerS[PEAK_OF[precision]] === null || gpu.unsupported?.includes(precision) === true) return false;
  return !MICROSCALED.has(precision) || gpu.peakFlopsPerS.fp4 !== null;
}

/** Precision where the spec states none: the usual one, or the first that the GPU has. */
export const defaultPrecision = (gpu: Gpu | null | undefined): Precision =>
  PRECISIONS.find((precision) => gpu != null && runs(gpu, precision)) ?? 'bf16';
