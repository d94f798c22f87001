import { attachPlain } from './clos/attach-plain.ts';
import { buildClos } from './clos/build.ts';
import type { Topology } from './types.ts';

/** Every endpoint on one switch. */
export const singleSwitch: Topology = {
  kind: 'single-switch',
  summary: 'every endpoint on one switch',
  build: (cluster, topology, constants) =>
    buildClos({
      kind: 'single-switch',
      cluster,
      topology,
      constants,
      attachment: attachPlain(cluster, topology),
      planes: topology.planes,
      tierChoices: [1],
    }),
};
