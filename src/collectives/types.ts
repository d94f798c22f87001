import type { Fabric } from '../fabric/types.ts';
import type { CollectiveOp } from '../spec/calibration.ts';
import type { ClusterPlan, ResolvedConstant } from '../spec/plan.ts';

export type { CollectiveOp };

/** A process group on packed GPUs: `ranks` members, neighbours `stride` GPUs apart. Its siblings run at the same time. */
export interface Group {
  readonly ranks: number;
  readonly stride: number;
}

export interface CollectiveCost {
  /** alphaS + betaS. */
  readonly timeS: number;
  /** Latency that shows: all of it for small messages, less for large ones that keep every step of a ring busy. */
  readonly alphaS: number;
  /** Transfer and pipeline fill. */
  readonly betaS: number;
  readonly algorithm: string;
  readonly protocol: string;
  /** scale-up, nic, a tier's name, or latency (alpha is the larger part). */
  readonly limitedBy: string;
  /** Bytes one rank sends inside its scale-up domain and through the NICs during the operation. */
  readonly scaleUpBytes: number;
  readonly scaleOutBytes: number;
  /** Share of scaleOutBytes crossing each fabric tier, leaf first. */
  readonly crossing: readonly number[];
}

/** The machine as collectives see it. */
export interface Interconnect {
  readonly cluster: ClusterPlan;
  readonly fabric: Fabric;
  readonly inNetworkReduction: boolean;
  /** The scale-out network has infinite bandwidth and zero latency (`ceiling`); the scale-up domain stays. */
  readonly idealScaleOut: boolean;
  /** Scales NIC and fabric bandwidth (sensitivity); 1 normally. */
  readonly scaleOutFactor: number;
  /** Added to every step between scale-up domains, s (what a microsecond is worth); absent: none. */
  readonly extraLatencyS?: number;
  readonly constants: Readonly<Record<string, ResolvedConstant>>;
}

/** throughput: a token travels once to a domain or rank (training, prefill). low-latency: once per chosen expert. */
export type ExpertKernel = 'throughput' | 'low-latency';

/** Tokens on their way to their experts or back, as DeepEP-like kernels carry them. */
export interface ExpertLoad {
  readonly direction: 'dispatch' | 'combine';
  readonly kernel: ExpertKernel;
  readonly tokensPerRank: number;
  /** Bytes of one token's activations, with its scales. */
  readonly bytesPerToken: number;
  readonly topK: number;
  /** Routed experts, spread evenly over the group. */
  readonly experts: number;
  /** Node-limited routing: experts fall into `groups`, and a token picks among those of `topGroups`; absent: no limit. */
  readonly groups?: number;
  readonly topGroups?: number;
}

/** Collective times on one machine. Pure; may memoise by (op, group) inside one model. */
export interface CollectiveModel {
  /**
   * @param bytes size as nccl-tests counts it: all-reduce, broadcast, reduce, send-recv: buffer per rank; all-gather,
   *   reduce-scatter: the gathered or scattered total; all-to-all: send buffer per rank, all peers together.
   */
  cost(op: CollectiveOp, bytes: number, group: Group): CollectiveCost;
  /** One dispatch or combine of experts by kernels that send a token once to each distinct domain or rank. */
  exchange(load: ExpertLoad, group: Group): CollectiveCost;
}
