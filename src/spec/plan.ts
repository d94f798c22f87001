import type { Architecture, Confidence, Gpu, Nic, Optic, PriceUsd, Server, Switch } from '../catalog/types.ts';
import type { CalibrationPlan } from './calibration.ts';

/**
 * A fully resolved plan: what the pure rooms calculate from. SI units, no unit strings, no unresolved ids, no hidden
 * defaults (each default taken is listed in `assumptions`). Plain data: it survives JSON and `structuredClone`.
 */
export interface Plan {
  readonly name: string;
  readonly cluster: ClusterPlan;
  readonly topology: TopologyPlan;
  readonly workload: Workload;
  /** null: chosen by the search. */
  readonly layout: Layout | null;
  /** What the spec fixes of a layout that the search chooses. */
  readonly layoutHints?: Partial<Layout>;
  /** What the spec fixes of the overlap where the search chooses the layout. */
  readonly overlapHints?: Partial<Workload['overlap']>;
  readonly economics: EconomicsPlan;
  readonly power: PowerPlan;
  /** Where checkpoints go; absent: not modelled. */
  readonly storage?: StoragePlan;
  /** Measured collectives; absent: none. */
  readonly calibration?: CalibrationPlan;
  /** Model constants resolved for this hardware and software, by id. */
  readonly constants: Readonly<Record<string, ResolvedConstant>>;
  readonly overrides: readonly string[];
  readonly assumptions: readonly Assumption[];
  /** Where each resolved spec path came from, for `--explain`. */
  readonly origins: Readonly<Record<string, Origin>>;
}

export interface ClusterPlan {
  readonly gpu: Gpu;
  readonly gpus: number;
  readonly gpusPerNode: number;
  readonly nodes: number;
  /** GPUs of a scale-up domain that the job uses (64 of an NVL72). */
  readonly gpusPerDomain: number;
  readonly server: Server | null;
  /** Memory per GPU that the job cannot use: driver, context, communication buffers. */
  readonly reserveBytes: number;
  readonly nic: Nic;
  readonly nicsPerNode: number;
  /** What the power of `server` was published with; absent: no server. */
  readonly ratedWith?: RatedWith;
  /** Scale-out NICs that the price of `server` pays for; absent: none. */
  readonly includedNics?: IncludedNics;
}

/** Scale-out NICs that a server is sold with. */
export interface IncludedNics {
  /** null: the catalog does not say how many; as many as are used. */
  readonly perServer: number | null;
  /** The NIC of their rate; null: the catalog states no rate, or has no NIC of it. */
  readonly nic: Nic | null;
  /** null: not stated. */
  readonly bytesPerS: number | null;
}

/** Devices that the published power of a server covers. null: nobody published their draw. */
export interface RatedWith {
  /** One of its GPUs at its published rating. */
  readonly gpuW: number | null;
  /** All scale-out NICs of one server. */
  readonly nicsW: number | null;
}

export type TopologyKind = string;

/** Where members of a group sit: dealt out to the leaves in turn, or the share of them that lies at random places. */
export type Placement = 'scattered' | number;
export type Routing = 'adaptive' | 'ecmp' | 'static';

export interface TopologyPlan {
  readonly kind: TopologyKind;
  /** Leaf first; the last one serves every tier above. */
  readonly switches: readonly Switch[];
  /** Down : up bandwidth of each tier that has uplinks, leaf first; missing tiers are 1. */
  readonly oversubscription: readonly number[];
  readonly tiers: 'auto' | number;
  readonly routing: Routing;
  readonly inNetworkReduction: boolean;
  /** Extra leaf ports taken by fabric managers. */
  readonly managementEndpoints: number;
  /** Explicit switch counts, checked against ports. */
  readonly counts: Readonly<Record<string, number>>;
  /** The kind's own numbers (`leaf_down`, `leaf_up`, `dimensions`, ...), snake_case as in the spec. */
  readonly shape: Readonly<Record<string, number | readonly number[]>>;
  readonly planes: number;
  /** Rate of a link per tier (leaf uplinks first) where it differs from the NIC's, bytes/s. */
  readonly linkBytesPerS: readonly number[];
  readonly spareFraction: number;
  readonly optics: OpticsPlan;
  /** Absent: every link has the length and the medium of its role. */
  readonly racks?: RacksPlan;
  /** Share of each tier's links that other jobs take, leaf uplinks first; the last entry serves every tier above. */
  readonly backgroundLoad: readonly number[];
  /** Where the job sits; absent: packed. */
  readonly placement?: Placement;
}

/** Media of a link by its role. `access` joins NIC and leaf; `fabric` joins switches. */
export interface OpticsPlan {
  readonly access: Optic;
  readonly fabric: Optic;
  /** Ends of one access link at the server and of every other end: modules counted only where the medium has modules. */
  readonly accessLengthM: number;
  readonly fabricLengthM: number;
  /** Fibre between the modules of a link; absent: the medium is a cable, or the catalog has no fibre. */
  readonly accessFibre?: Optic;
  readonly fabricFibre?: Optic;
}

/** How far a link goes: inside a rack, between racks of a row, between rows. */
export type LengthClass = 'rack' | 'row' | 'hall';

/** What a link is made of. */
export interface Medium {
  readonly optic: Optic;
  readonly fibre?: Optic;
}

/** Where servers and switches stand, and the media that follow: by the rate of NICs, and of links between switches. */
export interface RacksPlan {
  readonly gpusPerRack: number;
  readonly racksPerRow: number;
  readonly leafPosition: 'in-rack' | 'in-row';
  readonly lengthsM: Readonly<Record<LengthClass, number>>;
  readonly access: Readonly<Record<LengthClass, Medium>>;
  readonly fabric: Readonly<Record<LengthClass, Medium>>;
}

export type Precision = 'bf16' | 'fp16' | 'fp32' | 'tf32' | 'fp8' | 'mxfp8' | 'fp8-blockwise' | 'nvfp4';
export type Sharding = 'none' | 'optimizer' | 'gradients' | 'full';
export type Recompute = 'none' | 'selective' | 'full';
export type Schedule = '1f1b' | 'interleaved' | 'gpipe' | 'zb-1p' | 'zb-2p' | 'zb-v' | 'dual-pipe';

/** Linear layers that can carry an adapter, as Megatron-LM names them. */
export type AdaptedLinear = 'qkv' | 'proj' | 'fc1' | 'fc2';

export interface Workload {
  readonly kind: 'training';
  readonly task:
    | 'pretrain'
    | 'fine-tune'
    | { readonly loraRank: number; readonly loraTargets: readonly AdaptedLinear[] };
  readonly model: Architecture;
  readonly precision: Precision;
  readonly fp8Recipe: 'delayed' | 'current' | 'blockwise' | 'mx' | null;
  readonly sequenceLength: number;
  /** Sequences per optimizer step. */
  readonly globalBatch: number;
  /** GPUs of the job. */
  readonly gpus: number;
  readonly attentionKernel: 'flash' | 'unfused';
  readonly gradientBytes: 2 | 4;
  readonly optimizer: 'adam' | 'muon' | 'sgd';
  /** Share of the optimizer's state that lies in host memory and is updated there. */
  readonly optimizerOffload: number;
  /** Bytes of one moment of the optimizer; the master weights are fp32. */
  readonly momentBytes: 1 | 2 | 4;
  /** Bytes in which an input of the nonlinearity is kept for the backward pass. */
  readonly activationInputBytes: 1 | 2;
  /** How context ranks exchange: keys and values around a ring, or tokens for heads all to all (Ulysses). */
  readonly contextExchange: 'ring' | 'all-to-all';
  readonly cudaGraphs: boolean;
  readonly parallelBlock: boolean;
  readonly groupedGemm: boolean;
  readonly software: { readonly framework: string; readonly version: string | null; readonly year: number };
  /** Shares of the communication of each dimension that may hide under independent compute: 0 none, 1 all. */
  readonly overlap: {
    readonly tensor: number;
    readonly pipeline: number;
    readonly data: number;
    readonly expert: number;
    readonly context: number;
  };
  /** Tokens of the whole run; null: no run totals. */
  readonly tokens: number | null;
}

/** One way to spread the job: everything the search may vary. */
export interface Layout {
  readonly tensor: number;
  readonly pipeline: number;
  readonly virtualPipeline: number;
  readonly context: number;
  readonly expert: number;
  readonly expertTensor: number;
  readonly data: number;
  readonly microBatch: number;
  readonly sequenceParallel: boolean;
  readonly sharding: Sharding;
  /** GPUs that share one sharded copy; null: the whole data-parallel group. */
  readonly shardingGroup: number | null;
  readonly recompute: Recompute;
  readonly recomputeModules: readonly string[];
  /** Layers per stage that are recomputed; null: all. */
  readonly recomputeLayers: number | null;
  /** Layers per stage whose activations move to the host. */
  readonly offloadLayers: number;
  readonly schedule: Schedule;
  /** Layers per (virtual) stage in model order; null: the framework's even split. */
  readonly pipelineLayout: readonly number[] | null;
}

export interface EconomicsPlan {
  readonly priceLevel: 'low' | 'typical' | 'high';
  readonly discountFraction: number;
  readonly amortizationYears: number;
  readonly financing: 'straight-line' | 'annuity';
  readonly waccFraction: number;
  readonly installationUsdPerServer: number;
  readonly serviceUsdPerServer: number;
  readonly softwareUsdPerServer: number;
  readonly storageUsdPerServer: number;
  /** Management and fabric-manager servers and the out-of-band network; absent: none. */
  readonly managementUsdPerServer?: number;
  /** Replaces the bill of materials of the network; null: use the bill. */
  readonly networkUsdPerServer: number | null;
  /** Replaces the catalog price of a server; null: use the catalog. */
  readonly serverUsd: PriceUsd | null;
  readonly electricityUsdPerKwh: number;
  readonly pue: number;
  readonly colocationUsdPerKwMonth: number;
  readonly remoteHandsUsdPerServerMonth: number;
  readonly internetUsdPerServerMonth: number;
  readonly maintenanceFractionPerYear: number;
  /** Share of the hours of a year in which the cluster does paid work. */
  readonly utilizationFraction: number;
  /** Rented instead of bought; null: bought. */
  readonly rentUsdPerGpuHour: number | null;
  /** Billed energy as a share of rated power; null: what the job draws. */
  readonly powerUtilizationFraction: number | null;
  /** Share of wall time that becomes progress, for cost per token. */
  readonly goodputFraction: number;
  /** Year of the dollars, a label; absent: not stated. */
  readonly currencyYear?: number;
  /** Ids of parts whose price the user gave: in a price list, an own catalog file or inline; absent: none. */
  readonly ownPrices?: readonly string[];
}

export interface StoragePlan {
  /** Checkpoints of all nodes together, bytes/s. */
  readonly bytesPerS: number;
  readonly checkpointIntervalS: number;
}

export interface PowerPlan {
  /** Draw of a GPU as a share of its rating. */
  readonly gpuActivity: { readonly idle: number; readonly communication: number; readonly compute: number };
  readonly carbonGPerKwh: number;
  readonly facilityCapW: number | null;
}

export interface ResolvedConstant {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** A value the user did not state. `path` is the spec key that sets it. */
export interface Assumption {
  readonly path: string;
  readonly value: number | string | boolean | null | readonly (number | null)[];
  readonly unit: string | null;
  readonly source: string;
  readonly confidence: Confidence;
}

export type Origin =
  | { readonly kind: 'spec'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'override'; readonly text: string }
  | {
      readonly kind: 'catalog';
      readonly entry: string;
      readonly source: string;
      readonly confidence: Confidence;
      readonly date?: string;
    }
  | { readonly kind: 'default'; readonly source: string; readonly confidence: Confidence };
