import { attachPlain } from './clos/attach-plain.ts';
import { buildClos, tierChoices } from './clos/build.ts';
import type { Topology } from './types.ts';

/** Leaf-spine and fat tree: a node's NICs share its leaf. */
export const fatTree: Topology = {
  kind: 'fat-tree',
  summary: 'folded Clos of one to four tiers; all NICs of a node on one leaf',
  build: (cluster, topology, constants) =>
    buildClos({
      kind: 'fat-tree',
      cluster,
      topology,
      constants,
      attachment: attachPlain(cluster, topology),
      planes: topology.planes,
      tierChoices: tierChoices(topology),
    }),
};
