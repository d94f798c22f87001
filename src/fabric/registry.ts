import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import { fatTree } from './fat-tree.ts';
import { railOptimized } from './rail-optimized.ts';
import { singleSwitch } from './single-switch.ts';
import type { FabricOutcome, Topology } from './types.ts';

/** Every topology kind that can be built. */
export const topologies: readonly Topology[] = [singleSwitch, fatTree, railOptimized];

/** Builds the fabric of a plan, or says which limit it breaks. */
export function buildFabric(cluster: ClusterPlan, topology: TopologyPlan): FabricOutcome {
  const found = topologies.find((each) => each.kind === topology.kind);
  if (found === undefined) throw new Error(`topology kind ${topology.kind} is not built`);
  return found.build(cluster, topology);
}
