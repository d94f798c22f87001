import { attachRails } from './clos/attach-rails.ts';
import { buildClos, tierChoices } from './clos/build.ts';
import type { Topology } from './types.ts';

/** Leaf r of a unit joins NIC r of every node in it, so that traffic of one rail stays on one leaf. */
export const railOptimized: Topology = {
  kind: 'rail-optimized',
  summary: 'folded Clos with one leaf a rail and unit',
  build: (cluster, topology, constants) =>
    buildClos({
      kind: 'rail-optimized',
      cluster,
      topology,
      constants,
      attachment: attachRails(cluster, topology),
      planes: topology.planes,
      tierChoices: tierChoices(topology),
    }),
};
