import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import type { Attachment } from './attachment.ts';

/** Endpoints fill leaves one after the other: all NICs of a node on one leaf where they fit. Source: fabric reference, 2.2. */
export function attachPlain(cluster: ClusterPlan, { managementEndpoints }: TopologyPlan): Attachment {
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  return {
    endpoints,
    positions: endpoints,
    domain: { positions: cluster.nicsPerNode * cluster.gpusPerDomain, parts: cluster.gpusPerNode },
    leaves: (down) => Math.ceil((endpoints + managementEndpoints) / down),
    unitLeaves: () => 1,
    positionsPerLeaf: (down) => down,
    nicsPerPosition: () => 1,
    nicsOfPosition: 1,
    largestNodes: (leaves, down) => Math.floor((leaves * down - managementEndpoints) / cluster.nicsPerNode),
  };
}
