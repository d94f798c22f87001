import type { NumberFormat } from '../catalog/types.ts';
import type { Device } from './device.ts';

/** Output tiles that libraries choose from, with the share of the peak a full wave of them sustains. */
const TILES: readonly { readonly rows: number; readonly columns: number; readonly rate: number }[] = [
  { rows: 256, columns: 128, rate: 1 },
  { rows: 128, columns: 256, rate: 1 },
  { rows: 128, columns: 128, rate: 0.95 },
  { rows: 128, columns: 64, rate: 0.85 },
  { rows: 64, columns: 128, rate: 0.85 },
  { rows: 64, columns: 64, rate: 0.7 },
];

const INPUT_BYTES: Readonly<Record<NumberFormat, number>> = { fp32: 4, tf32: 4, bf16: 2, fp8: 1, fp4: 0.5 };

/**
 * Time of `batch` products (m x k)(k x n), s: the larger of arithmetic and memory traffic, plus one kernel.
 * Arithmetic: tiles of the output spread over the multiprocessors in waves; a product pays for whole tiles, for part of an
 * unfilled last wave and for a ramp in k. Source of the mechanism: NVIDIA, "Matrix Multiplication Background" (tile and wave
 * quantization, arithmetic intensity).
 * @param outputBytes bytes moved per output element (2 stored, 8 accumulated into fp32 gradients)
 */
export function matmulTimeS(
  device: Device,
  format: NumberFormat,
  m: number,
  n: number,
  k: number,
  batch = 1,
  outputBytes = 2,
  ramp = device.rampK,
): number {
  const peak = device.matmulFlopsPerS[format];
  if (peak === null) return Number.POSITIVE_INFINITY;
  const perMultiprocessor = peak / device.multiprocessors;
  // Filling and draining a tile takes the same time in every format, so faster formats need a deeper k.
  const rampK = ramp * (peak / (device.matmulFlopsPerS.bf16 ?? peak));
  let arithmeticS = Number.POSITIVE_INFINITY;
  for (const tile of TILES) {
    const tiles = Math.ceil(m / tile.rows) * Math.ceil(n / tile.columns) * batch;
    const waves = tiles / device.multiprocessors;
    const paidWaves = waves + device.waveLoss * (Math.ceil(waves) - waves);
    const tileS = (2 * tile.rows * tile.columns * (k + rampK)) / (perMultiprocessor * tile.rate);
    arithmeticS = Math.min(arithmeticS, Math.max(1, paidWaves) * tileS);
  }
  const bytes = batch * ((m * k + k * n) * INPUT_BYTES[format] + m * n * outputBytes);
  return Math.max(arithmeticS, bytes / device.memoryBytesPerS) + device.kernelS;
}

/** Time of one streaming kernel that moves `bytes`, s. */
export function streamTimeS(device: Device, bytes: number): number {
  return bytes / device.memoryBytesPerS + device.kernelS;
}
