import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import { crossingOf, type Groups } from '../capacity/crossing.ts';
import { flowsSent, linkLoad, spreadingOf } from '../capacity/link-load.ts';
import type { Constants } from '../constants.ts';
import type { Capacity, Fabric, Pattern, Span } from '../types.ts';
import { slowestWire, wireLoads } from './wire-load.ts';
import type { Wires } from './wires.ts';

/** Blocks of endpoints in the order that a packed job fills them, and the links that leave one. */
export interface DirectLevel {
  readonly name: string;
  readonly endpoints: number;
  /** Links that leave a block. */
  readonly links: number;
  readonly linkBytesPerS: number;
  /** Links of this level that a byte which leaves the block loads, over all that the blocks have; 1: each once. */
  transit(pattern: Pattern, groups: Groups): number;
}

/** A detour over a third block loads two links where the direct path loads one (Valiant routing). */
export const DETOUR = 2;

/**
 * Capacity of a network of equal blocks under a pattern that every domain runs at once; the slowest level binds. Minimal paths
 * are walked where `wires` describe them and the network is not too large; else a level's traffic spreads over its links.
 */
export function directCapacity(
  levels: readonly DirectLevel[],
  wiresOf: () => Wires | null,
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
  let wires: Wires | null | undefined;
  const compute = (pattern: Pattern, span: Span): Capacity => {
    const groups = { members: span.domains, stride: span.stride * width };
    if (wires === undefined) wires = wiresOf();
    const walked = wires;
    const loads = walked === null ? null : wireLoads(walked, pattern, groups, parts, endpoints * parts);
    const loadOf = (level: DirectLevel, index: number, senders: number, blocks: number): number => {
      const nicPerLink =
        cluster.nic.bytesPerS / level.linkBytesPerS / (1 - (topology.backgroundLoad[index] ?? 0));
      if (walked !== null && loads !== null) {
        return slowestWire(loads.values(), walked, index, spreading, flowsSent(pattern, spreading, span.domains)) * nicPerLink;
      }
      return linkLoad(pattern, spreading, {
        nics: senders,
        links: level.links / level.transit(pattern, groups),
        nicPerLink,
        blocks,
        members: span.domains,
      });
    };
    let worst = 1;
    let bindingTier = 'nic';
    let turn = 0;
    const shares = levels.map((level, index) => {
      const found = crossingOf(pattern, groups, level.endpoints * parts, endpoints * parts);
      if (found.share === 0) return 0;
      turn = index + 1;
      const load = loadOf(level, index, found.worst / parts, found.blocks);
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
