import type { ClusterPlan, Placement, TopologyPlan } from '../../spec/plan.ts';
import type { Crossing, Groups } from '../capacity/groups.ts';
import { flowsSent, linkLoad, spreadingOf } from '../capacity/link-load.ts';
import { placedCrossing } from '../capacity/placement.ts';
import type { Constants } from '../constants.ts';
import type { Capacity, Fabric, Pattern, Span } from '../types.ts';
import { slotsOf } from './slots.ts';
import { type Load, type Placed, shapedLoad, slowestWire, wireLoads } from './wire-load.ts';
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

/**
 * The fullest link where a pattern's load follows from the shape of the groups alone, as where libraries lay rings along the
 * axes of a network; null: it does not. Positions of `groups` are endpoints.
 */
export type ShapedLoad = (pattern: Pattern, groups: Groups) => Pick<Load, 'load' | 'chosen'> | null;

/** How far NICs are held back by the links of a level. */
type WalkedLoad = (level: number) => number;

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
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
  shapeOf: ShapedLoad = () => null,
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
  const { placement } = topology;
  let slots: Int32Array | undefined;
  const placedBy = (stated: Placement): Placed => {
    slots ??= slotsOf(
      stated,
      Math.floor((endpoints * parts) / width),
      levels.map((level) => (level.endpoints * parts) / width),
    );
    return { slots, width };
  };
  /** Dealt out one after the other, members are as far apart as they can be, whatever their distance in the job. */
  const dealtOut = (groups: Groups): Groups => ({ ...groups, stride: width });
  /** The whole network is a box wherever its members sit; a part of it is one where they sit in order. */
  const shapedBy = (pattern: Pattern, groups: Groups): ReturnType<ShapedLoad> => {
    const isWhole = groups.members * width === endpoints * parts;
    if (typeof placement === 'number' && !isWhole) return null;
    const { members, stride } = placement === undefined ? groups : dealtOut(groups);
    return stride % parts === 0 ? shapeOf(pattern, { members, stride: stride / parts }) : null;
  };
  const compute = (pattern: Pattern, span: Span): Capacity => {
    const groups = { members: span.domains, stride: span.stride * width };
    wires ??= wiresOf();
    const flows = flowsSent(pattern, spreading, span.domains);
    const walk = (placed: Placed | null): WalkedLoad | null => {
      if (wires === undefined || wires === null) return null;
      const dealt = placed !== null && placement === 'scattered' ? dealtOut(groups) : groups;
      const loads = wireLoads(wires, pattern, dealt, parts, endpoints * parts, placed);
      const walked = wires;
      return loads === null ? null : (index) => slowestWire(loads.values(), walked, index, spreading, flows);
    };
    const shaped = shapedBy(pattern, groups);
    const packedLoad = shaped === null && (placement === undefined || placement === 'scattered') ? walk(null) : null;
    const placedLoad = shaped !== null || placement === undefined ? null : walk(placedBy(placement));
    const everywhere = { members: endpoints * parts, stride: 1 };
    const loadOf = (level: DirectLevel, index: number, senders: number, { share, blocks }: Crossing): number => {
      const background = topology.backgroundLoad[index] ?? topology.backgroundLoad.at(-1) ?? 0;
      const nicPerLink = cluster.nic.bytesPerS / level.linkBytesPerS / (1 - background);
      if (shaped !== null) return shapedLoad(shaped, level.links * endpoints, spreading, flows) * nicPerLink;
      const walked = Math.max(packedLoad?.(index) ?? 0, placedLoad?.(index) ?? 0);
      if (packedLoad !== null || placedLoad !== null) return walked * nicPerLink;
      const transit = Math.max(
        level.transit(pattern, groups),
        placement === undefined ? 0 : level.transit('all-to-all', everywhere),
      );
      return linkLoad(pattern, spreading, {
        nics: senders,
        links: level.links / transit,
        nicPerLink,
        blocks,
        members: span.domains,
        share,
      });
    };
    let worst = 1;
    let bindingTier = 'nic';
    let turn = 0;
    const shares = levels.map((level, index) => {
      const found = placedCrossing(placement, pattern, groups, level.endpoints * parts, endpoints * parts, width);
      if (found.share === 0) return 0;
      turn = index + 1;
      const load = loadOf(level, index, found.worst / parts, found);
      if (load > worst) {
        worst = load;
        bindingTier = level.name;
      }
      return found.share;
    });
    return {
      domainBytesPerS: nicBytesPerS / worst,
      latencyS: latencyS[turn] ?? 0,
      crossing: shares,
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
