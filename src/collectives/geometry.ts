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
  /** Members per island. */
  readonly ranksPerDomain: number;
  /** Islands between neighbours on different islands. */
  readonly domainStride: number;
  /** GPUs of the job per island. */
  readonly domainGpus: number;
  /** Share of an island's NICs that the group owns while all its siblings run: ranksPerDomain / domainGpus. */
  readonly nicShare: number;
}

/** GPUs of the job that reach each other without a NIC. */
export function islandGpus(cluster: ClusterPlan): number {
  return Math.max(1, cluster.gpusPerDomain, Math.min(cluster.gpusPerNode, cluster.gpus));
}

/**
 * Places `group` on packed GPUs: member i is GPU i * stride. A group whose members do not divide evenly over the
 * islands takes the fullest island as the rule.
 */
export function placeGroup(group: Group, domainGpus: number): Geometry {
  const ranks = Math.max(1, group.ranks);
  const stride = Math.max(1, group.stride);
  if (ranks === 1 || ranks * stride <= domainGpus) {
    return { ranks, domains: 1, ranksPerDomain: ranks, domainStride: 1, domainGpus, nicShare: ranks / domainGpus };
  }
  const ranksPerDomain = Math.min(ranks, Math.max(1, Math.floor(domainGpus / stride)));
  const domains = Math.max(2, Math.ceil(ranks / ranksPerDomain));
  const domainStride = Math.max(1, Math.ceil(stride / domainGpus));
  return { ranks, domains, ranksPerDomain, domainStride, domainGpus, nicShare: ranksPerDomain / domainGpus };
}
