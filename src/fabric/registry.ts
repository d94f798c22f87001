import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import type { Constants } from './constants.ts';
import { dragonfly } from './direct/dragonfly.ts';
import { dragonflyPlus } from './direct/dragonfly-plus.ts';
import { hyperx } from './direct/hyperx.ts';
import { slimFly } from './direct/slim-fly.ts';
import { torus } from './direct/torus.ts';
import { fatTree } from './fat-tree.ts';
import { multiPlane } from './multi-plane.ts';
import { railOnly } from './rail-only.ts';
import { railOptimized } from './rail-optimized.ts';
import { singleSwitch } from './single-switch.ts';
import type { FabricOutcome, Topology } from './types.ts';
import { inZones } from './zones.ts';

/** Every topology kind; adding one adds its file and a line here. */
export const topologies: readonly Topology[] = [
  singleSwitch,
  inZones(fatTree),
  inZones(railOptimized),
  railOnly,
  inZones(multiPlane),
  dragonfly,
  dragonflyPlus,
  torus,
  slimFly,
  hyperx,
];

/**
 * Builds the fabric of a plan, or says which limit it breaks.
 *
 * @param constants `Plan.constants`
 */
export function buildFabric(cluster: ClusterPlan, topology: TopologyPlan, constants: Constants): FabricOutcome {
  const found = topologies.find((each) => each.kind === topology.kind);
  if (found === undefined) throw new Error(`topology kind ${topology.kind} is not built`);
  return found.build(cluster, topology, constants);
}
