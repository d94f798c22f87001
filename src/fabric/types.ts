import type { Switch } from '../catalog/types.ts';
import type { ClusterPlan, ResolvedConstant, TopologyPlan } from '../spec/plan.ts';

/** How the members of a group exchange bytes; decides what crosses which tier. */
export type Pattern = 'ring' | 'tree' | 'all-to-all' | 'neighbour';

/** Which scale-up domains a group touches: `domains` of them, neighbours `stride` domains apart (packed placement). */
export interface Span {
  readonly domains: number;
  readonly stride: number;
}

/** What the fabric gives to a pattern while every domain of the job runs the same pattern at the same time. */
export interface Capacity {
  /** Sustained rate at which one domain can send, all its NICs together, bytes/s. */
  readonly domainBytesPerS: number;
  /** One-way latency between neighbours of the pattern (worst hop of it), switches and cables, without NICs, s. */
  readonly latencyS: number;
  /** Share of a domain's sent bytes that crosses each of `Fabric.levels`, else of `Fabric.tiers`, leaf first (leaf: its uplinks). */
  readonly crossing: readonly number[];
  /** `nic` or the name of the tier whose links are the slowest. */
  readonly bindingTier: string;
}

export interface FabricTier {
  /** leaf, spine, core, super-core; or the kind's own word. */
  readonly name: string;
  readonly switches: number;
  readonly switchType: Switch;
  /** Tier that its down links come from, where it is not the one before. */
  readonly below?: string;
  /** Ports per switch facing down and up. */
  readonly downPorts: number;
  readonly upPorts: number;
  /** Links of the whole tier facing down and up. */
  readonly downLinks: number;
  readonly upLinks: number;
  /** Down : up bandwidth; null for the top tier. */
  readonly oversubscription: number | null;
  /** Rate of its down links, bytes/s. */
  readonly linkBytesPerS: number;
  /** Ports of the whole tier that no link takes, at the rates the tier runs. */
  readonly freePorts?: number;
}

/** Share of the ordered pairs of different endpoints whose shortest path crosses `hops` switches. */
export interface HopShare {
  readonly hops: number;
  readonly share: number;
}

/** What leaves the blocks of one level of a network without a tree, and the links that carry it. */
export interface FabricLevel {
  readonly name: string;
  /** Links of all blocks over the links that a byte which leaves its block takes on average. */
  readonly links: number;
  readonly linkBytesPerS: number;
}

/** A built fabric: closed-form counts and what it carries. Describing a million GPUs costs as much as a hundred. */
export interface Fabric {
  readonly kind: string;
  readonly tiers: readonly FabricTier[];
  readonly planes: number;
  readonly accessLinks: number;
  readonly interSwitchLinks: number;
  /** null with a reason where no closed form exists. */
  readonly bisectionBytesPerS: number | null;
  readonly maxHops: number;
  readonly meanHops: number;
  readonly latencyS: { readonly min: number; readonly mean: number; readonly max: number };
  /** The kind's own counts by name: network degree, ports used, optical links, ... */
  readonly details?: Readonly<Record<string, number>>;
  /**
   * Links between switches, or between endpoints of a torus, that stay inside blocks of so many endpoints in packing order;
   * absent: those of the top tier join all of it.
   */
  linksWithin?(endpoints: number): number;
  /** Rate of a link between equals (switches of the top tier, endpoints of a torus); absent: that of the top tier. */
  readonly peerLinkBytesPerS?: number;
  /** Rails, or sets of planes, that no switch joins: traffic between them is forwarded inside the scale-up domain. Absent: 1. */
  readonly separateRails?: number;
  /** Levels that `Capacity.crossing` has an entry for; absent: the tiers. */
  readonly levels?: readonly FabricLevel[];
  /** Remarks for the report (uneven cabling, a reason for a null). */
  readonly notes: readonly string[];
  /** Distribution behind `meanHops`, fewest hops first; the shares add up to 1. As long as the diameter, so made on demand. */
  hops(): readonly HopShare[];
  capacity(pattern: Pattern, span: Span): Capacity;
}

/** A fabric that cannot be built: the limit that failed, its value, and what would fit. */
export interface FabricRefusal {
  readonly limit: string;
  readonly message: string;
  readonly help: string;
}

export type FabricOutcome =
  | { readonly ok: true; readonly fabric: Fabric }
  | { readonly ok: false; readonly refusal: FabricRefusal };

/** One topology kind: one file, one line in the registry. */
export interface Topology {
  readonly kind: string;
  readonly summary: string;
  build(
    cluster: ClusterPlan,
    topology: TopologyPlan,
    constants: Readonly<Record<string, ResolvedConstant>>,
  ): FabricOutcome;
}
