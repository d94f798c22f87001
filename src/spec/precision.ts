import type { Gpu, NumberFormat } from '../catalog/types.ts';
import type { Precision, Workload } from './plan.ts';
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

/** Formats that are 8-bit products under one recipe: naming the format or the recipe says the same. */
const RECIPE_OF: Partial<Record<Precision, NonNullable<Workload['fp8Recipe']>>> = {
  mxfp8: 'mx',
  'fp8-blockwise': 'blockwise',
};

/** Precision and recipe of a workload by whichever names them; null: they contradict each other. */
export function scaledBy(
  precision: Precision,
  recipe: Workload['fp8Recipe'],
): Pick<Workload, 'precision' | 'fp8Recipe'> | null {
  const own = RECIPE_OF[precision] ?? null;
  if (own !== null && recipe !== null && recipe !== own) return null;
  const named = PRECISIONS.find((each) => precision === 'fp8' && recipe !== null && RECIPE_OF[each] === recipe);
  return { precision: named ?? precision, fp8Recipe: recipe ?? own };
}

/** Precision where the spec states none: the usual one, or the first that the GPU has. */
export const defaultPrecision = (gpu: Gpu | null | undefined): Precision =>
  PRECISIONS.find((precision) => gpu != null && runs(gpu, precision)) ?? 'bf16';
