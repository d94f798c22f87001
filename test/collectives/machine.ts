import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { resolveConstants as resolve } from '../../src/catalog/constants.ts';
import { compileConstant, constantSchema } from '../../src/catalog/kinds/constant.ts';
import type { Gpu } from '../../src/catalog/types.ts';
import type { Interconnect } from '../../src/collectives/types.ts';
import type { Fabric, Pattern, Span } from '../../src/fabric/types.ts';
import type { ResolvedConstant } from '../../src/spec/plan.ts';

export const GB = 1e9;
export const US = 1e-6;
export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

const FILE = new URL('../../configs/catalog/constants/collectives.yaml', import.meta.url);
type WrittenConstant = z.output<ReturnType<typeof constantSchema>>;
/** The constants as written, read fresh: tests do not depend on the generated catalog. */
export const CONSTANTS: readonly WrittenConstant[] = z
  .array(constantSchema())
  .parse(parse(readFileSync(FILE, 'utf8')).constants);

/** What a spec's resolution does. */
export function resolveConstants(
  machine: Readonly<{ generation?: string; vendor?: string; transport?: string }>,
  year = 2026,
): Readonly<Record<string, ResolvedConstant>> {
  return resolve(CONSTANTS.map(compileConstant), { ...machine, year });
}

/** One switch joins everything: no fabric tier binds. */
export function flatFabric(domainBytesPerS = Number.MAX_VALUE, latencyS = 0.5 * US): Fabric {
  return {
    kind: 'single-switch',
    tiers: [],
    planes: 1,
    accessLinks: 0,
    interSwitchLinks: 0,
    bisectionBytesPerS: null,
    maxHops: 1,
    meanHops: 1,
    latencyS: { min: latencyS, mean: latencyS, max: latencyS },
    hops: () => [],
    notes: [],
    capacity: (_pattern: Pattern, _span: Span) => ({ domainBytesPerS, latencyS, crossing: [0.5], bindingTier: 'leaf' }),
  };
}

export interface MachineSketch {
  readonly generation?: string;
  readonly vendor?: string;
  readonly scaleUpGBs?: number;
  readonly topology?: Gpu['scaleUp']['topology'];
  readonly domain?: number;
  readonly perNode?: number;
  readonly gpus?: number;
  readonly nicGBs?: number;
  readonly nics?: number;
  readonly transport?: string;
  readonly fabric?: Fabric;
  readonly ideal?: boolean;
  readonly factor?: number;
  readonly inNetworkReduction?: boolean;
  readonly year?: number;
}

/** An interconnect with only what collectives read filled in truthfully. H100 servers with 8 x 400G by default. */
export function machine(sketch: MachineSketch = {}): Interconnect {
  const generation = sketch.generation ?? 'hopper';
  const vendor = sketch.vendor ?? 'nvidia';
  const perNode = sketch.perNode ?? 8;
  const gpus = sketch.gpus ?? 1024;
  const domain = sketch.domain ?? perNode;
  const transport = sketch.transport ?? 'infiniband';
  const entry = { id: 'x', name: 'x', status: 'available', notes: [], provenance: {} } as const;
  return {
    cluster: {
      gpu: {
        ...entry,
        vendor,
        generation,
        peakFlopsPerS: { fp32: null, tf32: null, bf16: 1, fp8: null, fp4: null },
        memoryBytes: 8e10,
        memoryBytesPerS: 1e12,
        scaleUp: {
          bytesPerS: (sketch.scaleUpGBs ?? 450) * GB,
          domainGpus: domain,
          topology: sketch.topology ?? 'switched',
        },
        hostLinkBytesPerS: null,
        multiprocessors: 1,
        powerW: null,
        idlePowerW: null,
        priceUsd: null,
        rentUsdPerGpuHour: null,
      },
      gpus,
      gpusPerNode: perNode,
      nodes: Math.ceil(gpus / perNode),
      gpusPerDomain: domain,
      server: null,
      reserveBytes: 0,
      nic: {
        ...entry,
        bytesPerS: (sketch.nicGBs ?? 50) * GB,
        latencyS: null,
        transport,
        powerW: null,
        priceUsd: null,
      },
      nicsPerNode: sketch.nics ?? perNode,
    },
    fabric: sketch.fabric ?? flatFabric(),
    inNetworkReduction: sketch.inNetworkReduction ?? false,
    idealScaleOut: sketch.ideal ?? false,
    scaleOutFactor: sketch.factor ?? 1,
    constants: resolveConstants({ generation, vendor, transport }, sketch.year),
  };
}
