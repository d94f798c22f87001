import * as z from 'zod';
import {
  type Compiled,
  deviceKeys,
  type EntryContext,
  entryHeader,
  given,
  priceSchema,
  withTypical,
} from '../common.ts';
import { quantity } from '../quantity.ts';
import type { Gpu, NumberFormat } from '../types.ts';

const FORMATS = ['fp32', 'tf32', 'bf16', 'fp8', 'fp4'] as const satisfies readonly NumberFormat[];
const peak = (format: string) => quantity('compute', `Dense ${format} peak`).nullable().optional();

/** A GPU or other accelerator, inline or as a catalog entry. */
export const gpuSchema = z
  .strictObject({
    ...deviceKeys,
    vendor: z.string().optional().register(z.globalRegistry, { description: 'Maker; keys model constants' }),
    generation: z
      .string()
      .optional()
      .register(z.globalRegistry, { description: 'ampere, hopper, blackwell, cdna3, ...; keys model constants' }),
    peak: z
      .strictObject({ fp32: peak('fp32'), tf32: peak('tf32'), bf16: peak('bf16'), fp8: peak('fp8'), fp4: peak('fp4') })
      .optional()
      .register(z.globalRegistry, {
        description: 'Dense matrix peaks by number format, without sparsity; null: the part has none',
      }),
    unsupported: z.array(z.string()).optional().register(z.globalRegistry, {
      description: 'Precisions that the part lacks although it runs another format of the same width',
    }),
    memory: quantity('bytes', 'Capacity that the device shows to software').optional(),
    memory_bandwidth: quantity('bandwidth', 'Memory bandwidth of the data sheet').optional(),
    scale_up: z
      .strictObject({
        bandwidth: quantity('bandwidth', 'One direction, per GPU').optional(),
        domain: z
          .int()
          .positive()
          .optional()
          .register(z.globalRegistry, { description: 'GPUs joined by the scale-up network' }),
        topology: z.enum(['switched', 'mesh', 'torus', 'pair', 'none']).optional(),
      })
      .optional()
      .register(z.globalRegistry, { description: 'NVLink, Infinity Fabric, ICI, ...' }),
    host_link_bandwidth: quantity('bandwidth', 'Between GPU and host memory, one direction; default by generation')
      .nullable()
      .optional(),
    multiprocessors: z
      .int()
      .positive()
      .nullable()
      .optional()
      .register(z.globalRegistry, { description: 'Streaming multiprocessors or compute units' }),
    power: quantity('power', 'Rated power').nullable().optional(),
    idle_power: quantity('power', 'Draw when idle').nullable().optional(),
    price: priceSchema.optional(),
    rent: priceSchema.optional().register(z.globalRegistry, { description: 'Rent in USD per GPU-hour' }),
  })
  .register(z.globalRegistry, { description: 'An accelerator' });

export type GpuInput = z.output<typeof gpuSchema>;

/** Completes a GPU from its own keys and those of its base. Without base: bf16 peak, memory, both bandwidths. */
export function compileGpu(input: GpuInput, base: Gpu | null, context: EntryContext): Compiled<Gpu> {
  const bf16 = given(input.peak?.bf16, base?.peakFlopsPerS.bf16);
  const memoryBytes = input.memory ?? base?.memoryBytes;
  const memoryBytesPerS = input.memory_bandwidth ?? base?.memoryBytesPerS;
  const missing: string[] = [];
  if (bf16 === undefined) missing.push('peak.bf16');
  if (memoryBytes === undefined) missing.push('memory');
  if (memoryBytesPerS === undefined) missing.push('memory_bandwidth');
  const scaleUp = scaleUpOf(input, base, missing);
  if (memoryBytes === undefined || memoryBytesPerS === undefined || missing.length > 0) return { ok: false, missing };
  const peaks = FORMATS.map((format) => [format, given(input.peak?.[format], base?.peakFlopsPerS[format]) ?? null]);
  const price = withTypical(entryHeader(input, base, context), 'price', given(input.price, base?.priceUsd) ?? null);
  const rent = withTypical(price.entry, 'rent', given(input.rent, base?.rentUsdPerGpuHour) ?? null);
  const unsupported = given(input.unsupported, base?.unsupported);
  const value: Gpu = {
    ...rent.entry,
    vendor: input.vendor ?? base?.vendor ?? 'unknown',
    generation: input.generation ?? base?.generation ?? 'unknown',
    peakFlopsPerS: Object.fromEntries(peaks) as Gpu['peakFlopsPerS'],
    ...(unsupported === undefined ? {} : { unsupported }),
    memoryBytes,
    memoryBytesPerS,
    scaleUp,
    hostLinkBytesPerS: given(input.host_link_bandwidth, base?.hostLinkBytesPerS) ?? null,
    multiprocessors: given(input.multiprocessors, base?.multiprocessors) ?? null,
    powerW: given(input.power, base?.powerW) ?? null,
    idlePowerW: given(input.idle_power, base?.idlePowerW) ?? null,
    priceUsd: price.price,
    rentUsdPerGpuHour: rent.price,
  };
  return { ok: true, value };
}

function scaleUpOf(input: GpuInput, base: Gpu | null, missing: string[]): Gpu['scaleUp'] {
  const domainGpus = input.scale_up?.domain ?? base?.scaleUp.domainGpus ?? 1;
  const bytesPerS = input.scale_up?.bandwidth ?? base?.scaleUp.bytesPerS;
  if (bytesPerS === undefined) missing.push('scale_up.bandwidth');
  const topology = input.scale_up?.topology ?? base?.scaleUp.topology ?? (domainGpus > 1 ? 'switched' : 'none');
  return { bytesPerS: bytesPerS ?? Number.NaN, domainGpus, topology };
}
