import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Gpu, Nic, Optic, Server, Switch } from '../../src/catalog/types.ts';
import type { StepActivity } from '../../src/economics/types.ts';
import type { Fabric, FabricTier } from '../../src/fabric/types.ts';
import type { EconomicsPlan, IncludedNics, Plan, ResolvedConstant, TopologyPlan } from '../../src/spec/plan.ts';

const gbit = 1e9 / 8;
const entry = { status: 'available', hops: () => [], notes: [], provenance: {} } as const;

export const h100: Gpu = {
  ...entry,
  id: 'h100-sxm',
  name: 'NVIDIA H100 80GB SXM5',
  vendor: 'nvidia',
  generation: 'hopper',
  peakFlopsPerS: { fp32: null, tf32: 494.5e12, bf16: 989e12, fp8: 1979e12, fp4: null },
  memoryBytes: 80e9,
  memoryBytesPerS: 3.35e12,
  scaleUp: { bytesPerS: 450e9, domainGpus: 8, topology: 'switched' },
  hostLinkBytesPerS: null,
  multiprocessors: 132,
  powerW: 700,
  idlePowerW: null,
  priceUsd: null,
  rentUsdPerGpuHour: null,
};

export const connectX7: Nic = {
  ...entry,
  id: 'cx7-400',
  name: 'ConnectX-7 400G',
  bytesPerS: 400 * gbit,
  latencyS: 600e-9,
  transport: 'infiniband',
  powerW: 25,
  priceUsd: { low: 1200, typical: null, high: 1800 },
};

export const qm9700: Switch = {
  ...entry,
  id: 'qm9700',
  name: 'NVIDIA QM9700',
  modes: [{ ports: 64, bytesPerS: 400 * gbit, breakout: 1 }],
  latencyS: 200e-9,
  powerW: 747,
  maxPowerW: 1720,
  priceUsd: { low: 36000, typical: 38000, high: 50000 },
  technology: 'infiniband',
};

export const dgxH100: Server = {
  ...entry,
  id: 'dgx-h100',
  name: 'DGX H100',
  gpu: 'h100-sxm',
  gpusPerServer: 8,
  nicsPerServer: 8,
  nicBytesPerS: 400 * gbit,
  includesNics: false,
  twinPortCages: 4,
  ratedPowerW: 10200,
  trainingPowerW: null,
  priceUsd: { low: 190000, typical: 270000, high: 310000 },
};

/** What the price of a DGX H100 pays for where it includes its NICs. */
export const soldWith: IncludedNics = { perServer: 8, nic: connectX7, bytesPerS: connectX7.bytesPerS };

export const twinPort: Optic = {
  ...entry,
  id: '2sr4-800',
  name: '800G 2xSR4 twin-port',
  kind: 'module',
  bytesPerS: 800 * gbit,
  reachM: 50,
  linksPerModule: 2,
  powerPerEndW: 15,
  latencySPerM: 4.9e-9,
  priceUnit: 'module',
  priceUsd: { low: null, typical: 1250, high: null },
  priceUsdPerM: null,
};

export const singlePort: Optic = {
  ...twinPort,
  id: 'sr4-400',
  name: '400G SR4',
  bytesPerS: 400 * gbit,
  linksPerModule: 1,
  powerPerEndW: 8,
  priceUsd: { low: 199, typical: null, high: 650 },
};

export const copper: Optic = {
  ...twinPort,
  id: 'dac-400',
  name: '400G DAC',
  kind: 'passive-copper',
  bytesPerS: 400 * gbit,
  reachM: 2.5,
  linksPerModule: 1,
  powerPerEndW: 0.1,
  priceUnit: 'cable',
  priceUsd: { low: null, typical: 150, high: null },
  priceUsdPerM: 55,
};

interface ConstantsFile {
  readonly constants: readonly {
    readonly id: string;
    readonly unit: string;
    readonly values: readonly (Omit<ResolvedConstant, 'unit'> & { readonly scope: { readonly generation?: string } })[];
  }[];
}

/** The shipped constants as a Hopper cluster gets them. */
const constants: Readonly<Record<string, ResolvedConstant>> = Object.fromEntries(
  (
    parse(
      readFileSync(new URL('../../configs/catalog/constants/economics.yaml', import.meta.url), 'utf8'),
    ) as ConstantsFile
  ).constants.map(({ id, unit, values }) => {
    const match = values.find(({ scope }) => scope.generation === 'hopper') ?? values.at(-1);
    if (match === undefined) throw new Error(`${id} has no value`);
    return [id, { value: match.value, unit, source: match.source, confidence: match.confidence }];
  }),
);

const share = (id: string): number => constants[id]?.value ?? Number.NaN;

const freeOfExtras: EconomicsPlan = {
  priceLevel: 'typical',
  discountFraction: 0,
  amortizationYears: 5,
  financing: 'annuity',
  waccFraction: 0.1025,
  installationUsdPerServer: 0,
  serviceUsdPerServer: 0,
  softwareUsdPerServer: 0,
  storageUsdPerServer: 0,
  networkUsdPerServer: null,
  serverUsd: null,
  electricityUsdPerKwh: 0.087,
  pue: 1.3,
  colocationUsdPerKwMonth: 150,
  remoteHandsUsdPerServerMonth: 131,
  internetUsdPerServerMonth: 39,
  maintenanceFractionPerYear: 0,
  utilizationFraction: 1,
  rentUsdPerGpuHour: null,
  powerUtilizationFraction: 0.8,
  goodputFraction: 1,
};

const topology: TopologyPlan = {
  kind: 'rail-optimized',
  switches: [qm9700],
  oversubscription: [1],
  tiers: 'auto',
  routing: 'adaptive',
  inNetworkReduction: false,
  managementEndpoints: 0,
  counts: {},
  shape: {},
  planes: 1,
  linkBytesPerS: [],
  spareFraction: 0,
  optics: { access: twinPort, fabric: twinPort, accessLengthM: 20, fabricLengthM: 30 },
  backgroundLoad: [],
};

interface Overrides {
  readonly nodes?: number;
  readonly cluster?: Partial<Plan['cluster']>;
  readonly topology?: Partial<TopologyPlan>;
  readonly optics?: Partial<TopologyPlan['optics']>;
  readonly economics?: Partial<EconomicsPlan>;
  readonly power?: Partial<Plan['power']>;
  readonly jobGpus?: number;
}

/** A cluster of DGX H100 servers; only what money and power read of the workload is filled in. */
export function planOf({ nodes = 128, ...overrides }: Overrides = {}): Plan {
  return {
    name: 'test',
    cluster: {
      gpu: h100,
      gpus: nodes * 8,
      gpusPerNode: 8,
      nodes,
      gpusPerDomain: 8,
      server: dgxH100,
      reserveBytes: 0,
      nic: connectX7,
      nicsPerNode: 8,
      ratedWith: { gpuW: 700, nicsW: 8 * 25 },
      ...overrides.cluster,
    },
    topology: {
      ...topology,
      ...overrides.topology,
      optics: { ...topology.optics, ...overrides.optics },
    },
    workload: { gpus: overrides.jobGpus ?? nodes * 8 } as Plan['workload'],
    layout: null,
    economics: { ...freeOfExtras, ...overrides.economics },
    power: {
      gpuActivity: {
        idle: share('gpu_activity_idle'),
        communication: share('gpu_activity_communication'),
        compute: share('gpu_activity_compute'),
      },
      carbonGPerKwh: 369.5,
      facilityCapW: null,
      ...overrides.power,
    },
    constants,
    overrides: [],
    assumptions: [],
    origins: {},
  };
}

export interface TierSketch {
  readonly name: string;
  readonly switches: number;
  readonly down: number;
  readonly up: number;
  readonly downPorts?: number;
  readonly switchType?: Switch;
}

/** A fabric from its counts. */
export function fabricOf(tiers: readonly TierSketch[], accessLinks: number, interSwitchLinks?: number): Fabric {
  const built: FabricTier[] = tiers.map((tier) => ({
    name: tier.name,
    switches: tier.switches,
    switchType: tier.switchType ?? qm9700,
    downPorts: tier.downPorts ?? Math.ceil(tier.down / tier.switches),
    upPorts: Math.ceil(tier.up / tier.switches),
    downLinks: tier.down,
    upLinks: tier.up,
    oversubscription: tier.up === 0 ? null : tier.down / tier.up,
    linkBytesPerS: 400 * gbit,
  }));
  return {
    kind: 'test',
    tiers: built,
    planes: 1,
    accessLinks,
    interSwitchLinks: interSwitchLinks ?? tiers.reduce((sum, tier) => sum + tier.up, 0),
    bisectionBytesPerS: null,
    maxHops: 2 * tiers.length - 1,
    meanHops: 2 * tiers.length - 1,
    latencyS: { min: 0, mean: 0, max: 0 },
    notes: [],
    hops: () => [],
    capacity: () => {
      throw new Error('money and power ask for no capacity');
    },
  };
}

/** NVIDIA DGX SuperPOD H100, four scalable units: 127 nodes, 32 leaves, 16 spines, 4 fabric-manager links. */
export const superPod = fabricOf(
  [
    { name: 'leaf', switches: 32, down: 1020, up: 1024, downPorts: 32 },
    { name: 'spine', switches: 16, down: 1024, up: 0 },
  ],
  1020,
);

/** Two non-blocking tiers of 64-port switches for 128 nodes. */
export const twoTier = fabricOf(
  [
    { name: 'leaf', switches: 32, down: 1024, up: 1024 },
    { name: 'spine', switches: 16, down: 1024, up: 0 },
  ],
  1024,
);

export const training: StepActivity = {
  stepTimeS: 10,
  busyFraction: 0.8,
  idleFraction: 0.2,
  networkIdleFraction: 0.15,
  tokensPerStep: 4e6,
  stepsInRun: 1000,
  scaleUpBytesPerGpu: 100e9,
  scaleOutBytesPerGpu: 20e9,
  crossing: [0.5, 0],
};
