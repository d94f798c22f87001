import type { ClusterPlan } from '../spec/plan.ts';
import type { Group } from './types.ts';

/**
 * Where the members of a packed group sit. An island is what a collective library calls a node: GPUs that reach each
 * other without a NIC, that is the scale-up domain or, where bridges or PCIe join less than a server, the server.
 */
export interface Geometry {
  readonly ranks: number;
  /** Islands the group touches. */
  readonly domains: number;
  /** Members per full island. */
  readonly ranksPerDomain: number;
  /** Members on the emptiest island: what leaves or reaches it goes through their NICs alone. */
  readonly fewestPerDomain: number;
  /** Islands between neighbours on different islands. */
  readonly domainStride: number;
  /** GPUs of the job per island. */
  readonly domainGpus: number;
  /** Share of a full island's NICs that the group owns while all its siblings run: ranksPerDomain / domainGpus. */
  readonly nicShare: number;
  /** The same on the emptiest island: fewestPerDomain / domainGpus. */
  readonly leastNicShare: number;
}

/** GPUs of the job that reach each other without a NIC. */
export function islandGpus(cluster: ClusterPlan): number {
  return Math.max(1, cluster.gpusPerDomain, Math.min(cluster.gpusPerNode, cluster.gpus));
}

/**
 * Places `group` on packed GPUs: member i is GPU i * stride. Where the members do not divide evenly over the islands,
 * the full islands say what happens inside and the last one what its NICs let through.
 */
export function placeGroup(group: Group, domainGpus: number): Geometry {
  const ranks = Math.max(1, group.ranks);
  const stride = Math.max(1, group.stride);
  if (ranks === 1 || ranks * stride <= domainGpus) {
    return placed(ranks, 1, ranks, ranks, 1, domainGpus);
  }
  const ranksPerDomain = Math.min(ranks, Math.max(1, Math.floor(domainGpus / stride)));
  const domains = Math.max(2, Math.ceil(ranks / ranksPerDomain));
  const domainStride = Math.max(1, Math.ceil(stride / domainGpus));
  const rest = ranks - (domains - 1) * ranksPerDomain;
  return placed(ranks, domains, ranksPerDomain, Math.max(1, Math.min(rest, ranksPerDomain)), domainStride, domainGpus);
}

function placed(
  ranks: number,
  domains: number,
  ranksPerDomain: number,
  fewestPerDomain: number,
  domainStride: number,
  domainGpus: number,
): Geometry {
  return {
    ranks,
    domains,
    ranksPerDomain,
    fewestPerDomain,
    domainStride,
    domainGpus,
    nicShare: ranksPerDomain / domainGpus,
    leastNicShare: fewestPerDomain / domainGpus,
  };
}
