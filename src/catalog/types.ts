/**
 * What the catalog knows, in SI units. `configs/catalog/*.yaml` and a user's own catalog file compile to these shapes.
 * A number that nobody published is `null`, never 0.
 */

export type Confidence = 'read' | 'secondary' | 'derived' | 'memory' | 'judgement' | 'fitted';

/** Where one number comes from. `source` is a citation a reader can follow. */
export interface Provenance {
  readonly source: string;
  readonly confidence: Confidence;
  readonly date?: string;
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly status: 'available' | 'announced';
  readonly notes: readonly string[];
  /** Published figures that no model reads, as printed. */
  readonly facts?: Readonly<Record<string, number | string>>;
  /**
   * By field path of this entry as written in YAML (`memory`, `peak.bf16`, `price.low`); a parent path covers its children,
   * `*` the whole entry. Read it with `provenanceOf`.
   */
  readonly provenance: Readonly<Record<string, Provenance>>;
}

/** A price in USD. `typical` is the published typical value or, flagged as derived, the geometric mean of low and high. */
export interface PriceUsd {
  readonly low: number | null;
  readonly typical: number | null;
  readonly high: number | null;
}

/** Number formats a matrix unit has a peak for. fp16 runs at the bf16 peak unless the entry says otherwise. */
export type NumberFormat = 'fp32' | 'tf32' | 'bf16' | 'fp8' | 'fp4';

export interface Gpu extends Entry {
  readonly vendor: string;
  /** Hardware generation that model constants key on: ampere, hopper, blackwell, cdna3, ... */
  readonly generation: string;
  /** Precisions that the matrix units lack although they run another format of the same width; absent: none. */
  readonly unsupported?: readonly string[];
  /** Dense peak, FLOP/s. */
  readonly peakFlopsPerS: Readonly<Record<NumberFormat, number | null>>;
  /** Capacity that software sees, bytes. */
  readonly memoryBytes: number;
  readonly memoryBytesPerS: number;
  readonly scaleUp: {
    /** One direction, per GPU, bytes/s. */
    readonly bytesPerS: number;
    readonly domainGpus: number;
    readonly topology: 'switched' | 'mesh' | 'torus' | 'pair' | 'none';
  };
  /** Between GPU and host memory, one direction, bytes/s; null: a PCIe link of its generation. */
  readonly hostLinkBytesPerS: number | null;
  /** Streaming multiprocessors or compute units: the wave width of a matrix product. */
  readonly multiprocessors: number | null;
  readonly powerW: number | null;
  readonly idlePowerW: number | null;
  readonly priceUsd: PriceUsd | null;
  readonly rentUsdPerGpuHour: PriceUsd | null;
}

export interface Nic extends Entry {
  readonly bytesPerS: number;
  readonly latencyS: number | null;
  /** infiniband, roce, efa, tcpx, tcpxo, slingshot, ethernet: key of transport constants. */
  readonly transport: string;
  readonly powerW: number | null;
  readonly priceUsd: PriceUsd | null;
}

export interface Switch extends Entry {
  /** Port modes: full rate first, then breakouts. */
  readonly modes: readonly { readonly ports: number; readonly bytesPerS: number; readonly breakout: number }[];
  readonly latencyS: number | null;
  /** Typical draw without optics, watts. */
  readonly powerW: number | null;
  readonly maxPowerW: number | null;
  /** Co-packaged optics: power (and price, where known) include them and no transceivers are bought. */
  readonly opticsIncluded?: boolean;
  readonly priceUsd: PriceUsd | null;
  /** infiniband, ethernet, nvlink, or optical-circuit (rate-agnostic: no port modes). */
  readonly technology: string;
}

export interface Server extends Entry {
  readonly gpu: string;
  readonly gpusPerServer: number;
  readonly nicsPerServer: number | null;
  readonly nicBytesPerS: number | null;
  readonly includesNics: boolean;
  /** Twin-port cages that the scale-out NICs share; null when every NIC has its own cage. */
  readonly twinPortCages: number | null;
  /** Rated draw of the whole server with its GPUs, watts. */
  readonly ratedPowerW: number | null;
  /** That figure is a plan for the server and its share of the network; absent: for the server alone. */
  readonly ratedPowerCoversNetwork?: boolean;
  /** Measured draw under heavy training, watts. */
  readonly trainingPowerW: number | null;
  readonly priceUsd: PriceUsd | null;
}

export interface Optic extends Entry {
  /** passive-copper, active-copper, active-optical, module, fibre ... */
  readonly kind: string;
  /** The whole module: a twin-port module carries two links of half this rate. */
  readonly bytesPerS: number | null;
  readonly reachM: number | null;
  /** Links that one module ends (2 for twin-port). */
  readonly linksPerModule: number;
  readonly powerPerEndW: number | null;
  readonly latencySPerM: number | null;
  /** What the price buys. */
  readonly priceUnit: 'cable' | 'module' | 'metre';
  readonly priceUsd: PriceUsd | null;
  /** Price rises with length: `priceUsd` + metres x this. */
  readonly priceUsdPerM: number | null;
}

/** A transformer's shape. Widths are per model, before any sharding. */
export interface Architecture {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Width of the dense feed-forward layer. */
  readonly ffn: number;
  readonly gated: boolean;
  readonly vocab: number;
  readonly tiedEmbeddings: boolean;
  readonly attention: 'mha' | 'gqa' | 'mqa' | 'mla';
  /** Multi-head latent attention (DeepSeek): low-rank projections; qRank null means a full-rank query. */
  readonly mla: {
    readonly qRank: number | null;
    readonly kvRank: number;
    readonly nopeDim: number;
    readonly ropeDim: number;
    readonly vDim: number;
  } | null;
  readonly moe: MixtureOfExperts | null;
  readonly mtpLayers: number;
  readonly norm: 'layernorm' | 'rmsnorm';
  /** Rows of a learned position table; 0 for rotary positions. */
  readonly learnedPositions: number;
  readonly linearBias: boolean;
  /** Bias on the query, key and value projections alone (Qwen2). */
  readonly qkvBias: boolean;
  /** A norm on each head's query and key (Qwen3). */
  readonly qkNorm: boolean;
  /** Window per layer, repeated over the layers; null is full attention. Empty: full attention everywhere. */
  readonly attentionWindow: readonly (number | null)[];
  /** Published parameter count, for the test. */
  readonly publishedParameters?: number;
}

export interface MixtureOfExperts {
  readonly experts: number;
  readonly topK: number;
  /** Width of one routed expert. */
  readonly ffn: number;
  readonly sharedExperts: number;
  readonly sharedFfn: number;
  /** The first layers that are dense. */
  readonly denseLayers: number;
  /** Every n-th layer is MoE (2: the second, fourth, ...). */
  readonly every: number;
  /** Load of the busiest expert rank over the mean; null: unknown. */
  readonly imbalance: number | null;
  readonly capacityFactor: number | null;
  readonly dispatcher: 'all-to-all' | 'all-gather' | 'deepep' | 'hybridep';
  /** Format in which tokens travel to their experts; they come back in 16 bits. */
  readonly dispatchPrecision: 'bf16' | 'fp8';
  /** Node-limited routing: a token's experts lie in `routerTopGroups` of `routerGroups` equal groups. 1 of 1: no limit. */
  readonly routerGroups: number;
  readonly routerTopGroups: number;
}

export interface Model extends Entry {
  readonly architecture: Architecture;
}

/** A named number with its source: finance, facility, grid and model constants. */
export interface OperatingConstant {
  readonly id: string;
  readonly unit: string;
  /** One number, or several by name (`low`, `default`, `USA`). */
  readonly value: number | Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly provenance: Readonly<Record<string, Provenance>>;
}

/** Keys a model constant may depend on. Nothing finer: see design "Calibration, honestly". */
export interface ConstantScope {
  /** A generation also covers its refresh: `blackwell` holds for `blackwell-ultra` where that has no value of its own. */
  readonly generation?: string;
  readonly vendor?: string;
  readonly transport?: string;
  readonly framework?: string;
  /** Software years, inclusive. */
  readonly yearFrom?: number;
  readonly yearTo?: number;
}

export interface ModelConstant {
  readonly id: string;
  readonly unit: string;
  /** Smallest and largest legal value; absent: those of the unit. */
  readonly range?: readonly [number, number];
  readonly meaning: string;
  /** The most specific matching entry wins; the last entry has an empty scope. */
  readonly values: readonly {
    readonly scope: ConstantScope;
    readonly value: number;
    readonly provenance: Provenance;
    /** Data sets (files of test/validation/data) this value was set on; empty: not fitted. */
    readonly serves: readonly string[];
  }[];
}

export interface Catalog {
  readonly gpus: readonly Gpu[];
  readonly nics: readonly Nic[];
  readonly switches: readonly Switch[];
  readonly servers: readonly Server[];
  readonly optics: readonly Optic[];
  readonly models: readonly Model[];
  readonly operating: readonly OperatingConstant[];
  readonly constants: readonly ModelConstant[];
}
