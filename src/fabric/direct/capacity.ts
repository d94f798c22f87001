import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import { crossingOf } from '../capacity/crossing.ts';
import { linkLoad, spreadingOf } from '../capacity/link-load.ts';
import type { Constants } from '../constants.ts';
import type { Capacity, Fabric, Pattern, Span } from '../types.ts';

/** Blocks of endpoints in the order that a packed job fills them, and the links that leave one. */
export interface DirectLevel {
  readonly name: string;
  readonly endpoints: number;
  /** Links that leave a block. */
  readonly links: number;
  readonly linkBytesPerS: number;
  /** Links of this level that a byte to a random endpoint outside the block loads; above 1 where it passes through others. */
  readonly transit: number;
  /** Links of the minimal path from a block to the next one. */
  readonly toNext: number;
  /** Links' worth of detours from a block to the next one while every block has traffic to its next one. */
  readonly detours: number;
  /** Every block has links to every other. */
  readonly complete: boolean;
}

/** A detour over a third block loads two links where the direct path loads one (Valiant routing). */
export const DETOUR = 2;
/** Edges of a double binary tree lead to near and to far members: half of them at most to one other block. */
const TREE_PEERS = 2;

/**
 * Links that what leaves a block may use. An all-to-all over all blocks uses all of them, each byte as often as it passes
 * blocks; over few of many blocks it has the links to those. Neighbours have the minimal path; adaptive routing adds detours.
 */
function usable(level: DirectLevel, pattern: Pattern, routing: TopologyPlan['routing'], spanned: number): number {
  const adaptive = routing === 'adaptive';
  if (pattern === 'all-to-all') {
    const all = level.links / level.transit;
    if (!level.complete) return all;
    const direct = Math.min(all, (spanned - 1) * level.toNext);
    return adaptive ? direct + (all - direct) / DETOUR : direct;
  }
  const direct = level.toNext * (pattern === 'tree' ? TREE_PEERS : 1);
  return Math.min(level.links, adaptive ? direct + level.detours : direct);
}

/** Capacity of a network of equal blocks under a pattern that every domain runs at once; the slowest level binds. */
export function directCapacity(
  levels: readonly DirectLevel[],
  latencyS: readonly number[],
  tiers: number,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
): Fabric['capacity'] {
  const spreading = spreadingOf(topology.routing, constants);
  const gpuNics = cluster.nicsPerNode * cluster.gpusPerDomain;
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  // Positions are counted in parts of an endpoint so that a domain is a whole number of them.
  const parts = gpuNics % cluster.gpusPerNode === 0 ? 1 : cluster.gpusPerNode;
  const width = (gpuNics / cluster.gpusPerNode) * parts;
  const nicBytesPerS = (gpuNics / cluster.gpusPerNode) * cluster.nic.bytesPerS;
  const known = new Map<string, Capacity>();
  const compute = (pattern: Pattern, span: Span): Capacity => {
    const groups = { members: span.domains, stride: span.stride * width };
    let worst = 1;
    let bindingTier = 'nic';
    let turn = 0;
    const shares = levels.map((level, index) => {
      const found = crossingOf(pattern, groups, level.endpoints * parts, endpoints * parts);
      if (found.share === 0) return 0;
      turn = index + 1;
      const load = linkLoad(pattern, spreading, {
        nics: found.worst / parts,
        links: usable(
          level,
          pattern,
          topology.routing,
          Math.ceil((groups.members * groups.stride) / (level.endpoints * parts)),
        ),
        nicPerLink: cluster.nic.bytesPerS / level.linkBytesPerS / (1 - (topology.backgroundLoad[index] ?? 0)),
        blocks: found.blocks,
        members: span.domains,
      });
      if (load > worst) {
        worst = load;
        bindingTier = level.name;
      }
      return found.share;
    });
    return {
      domainBytesPerS: nicBytesPerS / worst,
      latencyS: latencyS[turn] ?? 0,
      crossing: shares.slice(0, tiers),
      bindingTier,
    };
  };
  return (pattern, span) => {
    const key = `${pattern}/${span.domains}/${span.stride}`;
    let capacity = known.get(key);
    if (capacity === undefined) {
      capacity = compute(pattern, span);
      known.set(key, capacity);
    }
    return capacity;
  };
}
