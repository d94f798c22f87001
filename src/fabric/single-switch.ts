import { buildClos } from './clos.ts';
import type { Topology } from './types.ts';

/** Every endpoint on one switch. */
export const singleSwitch: Topology = {
  kind: 'single-switch',
  summary: 'every endpoint on one switch',
  build: (cluster, topology) =>
    buildClos('single-switch', cluster, topology, { leaves: () => 1, nodesPerLeaf: () => cluster.nodes }, [1]),
};
