import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import type { Attachment } from './attachment.ts';

/**
 * Leaf r of a unit joins NIC r of every node in it: `down` nodes and one leaf a rail. Rails of a cluster smaller than a unit
 * share leaves, as few as the ports allow, so that a 16-node cluster does not buy eight half-empty switches;
 * `shape.rails_per_leaf` states another sharing. Fabric managers take node slots (a reference design leaves one node out for
 * them), spread over the rails. Source: fabric reference, sections 2.2, 2.4 and trap 12.
 */
export function attachRails(cluster: ClusterPlan, { managementEndpoints, shape }: TopologyPlan): Attachment {
  const rails = cluster.nicsPerNode;
  const { nodes } = cluster;
  const managementSlots = Math.ceil(managementEndpoints / rails);
  const slots = nodes + managementSlots;
  const stated = shape['rails_per_leaf'];
  const sharedBy = (down: number): number => {
    const most = typeof stated === 'number' ? stated : Math.floor(down / slots);
    let shared = Math.max(1, Math.min(rails, most, down));
    while (rails % shared !== 0) shared--;
    return shared;
  };
  const perLeaf = (down: number): number => Math.floor(down / sharedBy(down));
  return {
    endpoints: nodes * rails,
    positions: nodes,
    domain: { positions: cluster.gpusPerDomain, parts: cluster.gpusPerNode },
    leaves: (down) => (rails / sharedBy(down)) * Math.ceil(slots / perLeaf(down)),
    unitLeaves: (down) => rails / sharedBy(down),
    positionsPerLeaf: perLeaf,
    nicsPerPosition: sharedBy,
    nicsOfPosition: rails,
    largestNodes: (leaves, down) =>
      leaves === 1
        ? Math.floor((down - managementEndpoints) / rails)
        : Math.floor(leaves / rails) * down - managementSlots,
  };
}
