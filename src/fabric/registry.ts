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
import { refused } from './refusal.ts';
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

/** Kinds whose links between groups are a level without switches of its own. */
const GROUPED = ['dragonfly', 'dragonfly-plus'];

/**
 * Builds the fabric of a plan, or says which limit it breaks.
 *
 * @param constants `Plan.constants`
 */
export function buildFabric(cluster: ClusterPlan, topology: TopologyPlan, constants: Constants): FabricOutcome {
  const found = topologies.find((each) => each.kind === topology.kind);
  if (found === undefined) throw new Error(`topology kind ${topology.kind} is not built`);
  const outcome = found.build(cluster, topology, constants);
  const loads = topology.backgroundLoad.length;
  if (!outcome.ok || loads <= 1) return outcome;
  const tiers = GROUPED.includes(topology.kind) ? 2 : Math.max(1, outcome.fabric.tiers.length - 1);
  if (loads <= tiers) return outcome;
  return refused(
    'background_load',
    `background_load has ${loads} entries for ${tiers} tiers with uplinks`,
    `state one number, or ${tiers} of them from the leaf up`,
  );
}
