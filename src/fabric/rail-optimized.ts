import { buildClos } from './clos.ts';
import type { Topology } from './types.ts';

/**
 * Leaf r of a unit joins NIC r of every node in it, so traffic of one rail stays on one leaf. Small clusters put several
 * rails on a leaf. Switch counts equal the plain design where it divides. Source: fabric reference, sections 2.2 and 2.4.
 */
export const railOptimized: Topology = {
  kind: 'rail-optimized',
  summary: 'folded Clos with one leaf a rail and unit',
  build: (cluster, topology) => {
    const rails = cluster.nicsPerNode;
    const railsPerLeaf = (down: number): number => {
      let shared = Math.max(1, Math.min(rails, Math.floor(down / cluster.nodes)));
      while (rails % shared !== 0) shared--;
      return shared;
    };
    return buildClos(
      'rail-optimized',
      cluster,
      topology,
      {
        leaves: (down) => (rails / railsPerLeaf(down)) * Math.ceil(cluster.nodes / down),
        nodesPerLeaf: (down) => Math.min(cluster.nodes, Math.floor(down / railsPerLeaf(down))),
      },
      topology.tiers === 'auto' ? [1, 2, 3, 4] : [topology.tiers],
    );
  },
};
