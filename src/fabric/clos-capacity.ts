import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import type { Capacity, Fabric, FabricTier, Pattern, Span } from './types.ts';

/** Scale-up domains that hang together below one switch of each tier, and the latency of a path that turns there. */
export interface ClosReach {
  /** Nodes below one leaf on one rail. */
  readonly leafNodes: number;
  readonly leavesPerPod: number;
  /** One-way latency of a path that turns at each tier, s. */
  readonly levelLatencyS: readonly number[];
}

/**
 * Share of a domain's sent bytes that leaves a block of `block` domains when a group spans `domains` domains, `stride` apart,
 * packed. A ring leaves a block once on either side, so one edge in (block / stride) crosses; an all-to-all keeps only the
 * peers inside; a tree's parents are mostly near, its edges cross like a ring's, twice; neighbours cross when the stride
 * carries them out. Sources: collectives reference, section 3.5 ("oversubscribed core"), models section 3.
 */
export function crossingShare(pattern: Pattern, span: Span, block: number): number {
  const inside = Math.max(1, block / span.stride);
  if (span.domains <= inside || span.domains <= 1) return 0;
  switch (pattern) {
    case 'all-to-all':
      return (span.domains - inside) / (span.domains - 1);
    case 'tree':
      return Math.min(1, 2 / inside);
    default:
      return Math.min(1, 1 / inside);
  }
}

/** Capacity of a Clos under concurrent patterns; every domain below a switch shares its uplinks. */
export function closCapacity(
  cluster: ClusterPlan,
  topology: TopologyPlan,
  tiers: readonly FabricTier[],
  reach: ClosReach,
): Fabric['capacity'] {
  const nodesPerDomain = cluster.gpusPerDomain / cluster.gpusPerNode;
  const nicBytesPerS = cluster.nicsPerNode * nodesPerDomain * cluster.nic.bytesPerS;
  const blocks: number[] = [];
  let below = reach.leafNodes / nodesPerDomain;
  let ratio = 1;
  const ratios: number[] = [];
  tiers.forEach((tier, index) => {
    blocks.push(below);
    ratio *= tier.oversubscription ?? 1;
    ratios.push(ratio);
    if (index === 0) below *= reach.leavesPerPod / leavesOfOneReach(cluster, topology, tiers);
  });
  const memo = new Map<string, Capacity>();
  return (pattern, span) => {
    const key = `${pattern}/${span.domains}/${span.stride}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const crossing = tiers.map((tier, index) =>
      tier.upLinks === 0 ? 0 : crossingShare(pattern, span, blocks[index] ?? Number.POSITIVE_INFINITY),
    );
    let domainBytesPerS = nicBytesPerS;
    let bindingTier = 'nic';
    let level = 0;
    crossing.forEach((share, index) => {
      if (share === 0) return;
      level = index + 1;
      const limit = nicBytesPerS / (share * (ratios[index] ?? 1));
      if (limit < domainBytesPerS) {
        domainBytesPerS = limit;
        bindingTier = tiers[index]?.name ?? bindingTier;
      }
    });
    const capacity: Capacity = {
      domainBytesPerS,
      latencyS: reach.levelLatencyS[Math.min(level, reach.levelLatencyS.length - 1)] ?? 0,
      crossing,
      bindingTier,
    };
    memo.set(key, capacity);
    return capacity;
  };
}

/** Leaves that together serve the nodes of one leaf's reach: one in a plain tree, one a rail in a rail-optimised one. */
function leavesOfOneReach(cluster: ClusterPlan, topology: TopologyPlan, tiers: readonly FabricTier[]): number {
  if (topology.kind !== 'rail-optimized') return 1;
  const leafDown = tiers[0]?.downPorts ?? 1;
  return Math.max(1, cluster.nicsPerNode / Math.max(1, Math.floor(leafDown / cluster.nodes)));
}
