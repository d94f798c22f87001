import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import type { Attachment } from './attachment.ts';

/**
 * Leaf r of a unit joins NIC r of every node in it: `down` nodes and one leaf a rail, also where a cluster is smaller than a
 * unit, as published scalable units are built (8 leaves for 31 or 32 nodes) and grow node by node. `shape.rails_per_leaf`
 * puts several rails on a leaf. Fabric managers take node slots (a reference design leaves one node out for them), spread over
 * the rails. Source: fabric reference, sections 2.2, 2.4 and trap 12.
 */
export function attachRails(cluster: ClusterPlan, { managementEndpoints, shape }: TopologyPlan): Attachment {
  const rails = cluster.nicsPerNode;
  const { nodes } = cluster;
  const managementSlots = Math.ceil(managementEndpoints / rails);
  const slots = nodes + managementSlots;
  const stated = shape['rails_per_leaf'];
  const sharedBy = (down: number): number => {
    let shared = Math.max(1, Math.min(rails, typeof stated === 'number' ? stated : 1, down));
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
