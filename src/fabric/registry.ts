import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import type { Constants } from './constants.ts';
import { fatTree } from './fat-tree.ts';
import { railOptimized } from './rail-optimized.ts';
import { singleSwitch } from './single-switch.ts';
import type { FabricOutcome, Topology } from './types.ts';

/** Every topology kind; adding one adds its file and a line here. */
export const topologies: readonly Topology[] = [singleSwitch, fatTree, railOptimized];

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
