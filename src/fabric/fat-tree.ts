import { buildClos } from './clos.ts';
import type { Topology } from './types.ts';

/** Leaf-spine and fat tree: a node's NICs share its leaf. */
export const fatTree: Topology = {
  kind: 'fat-tree',
  summary: 'folded Clos of one to four tiers; all NICs of a node on one leaf',
  build: (cluster, topology) =>
    buildClos(
      'fat-tree',
      cluster,
      topology,
      {
        leaves: (down) => Math.ceil((cluster.nodes * cluster.nicsPerNode + topology.managementEndpoints) / down),
        nodesPerLeaf: (down) => Math.max(1, Math.floor(down / cluster.nicsPerNode)),
      },
      topology.tiers === 'auto' ? [1, 2, 3, 4] : [topology.tiers],
    ),
};
