import type { Placement } from '../../spec/plan.ts';
import type { Capacity, Fabric, Pattern, Span } from '../types.ts';
import { fullestCountedLink } from './counted-links.ts';
import type { Groups } from './groups.ts';
import { linkLoad, type Spreading } from './link-load.ts';
import { placedCrossing } from './placement.ts';

/** One level of a fabric whose switches nest: what hangs below one leaf, one pod, ... and the links that leave it. */
export interface Level {
  readonly name: string;
  /** Consecutive positions below one block. */
  readonly positions: number;
  /** NICs of the block at each position: one where every endpoint is a position, one a rail where a node is. */
  readonly nicsPerPosition: number;
  /** Links that leave one block, and their rate over a NIC's. */
  readonly links: number;
  readonly nicPerLink: number;
  /** Share of the links that other jobs already fill. */
  readonly background: number;
}

/** Endpoints in the order that a packed job fills them. */
export interface Order {
  /** Positions that one scale-up domain takes: `domain.positions / domain.parts`. */
  readonly domain: { readonly positions: number; readonly parts: number };
  readonly positions: number;
  /** Domains inside one position (a rail joins nodes) talk across rails unless their distance is whole positions. */
  readonly wholePositions: boolean;
}

export interface NestedFabric {
  /** Tiers of the fabric: `crossing` has an entry for each, 0 for those without uplinks. */
  readonly tiers: number;
  readonly levels: readonly Level[];
  readonly order: Order;
  /** One-way latency of a path that turns below level i, s; one entry more than levels. */
  readonly latencyS: readonly number[];
  /** All NICs of one domain together, bytes/s. */
  readonly nicBytesPerS: number;
  readonly spreading: Spreading;
  readonly placement: Placement | undefined;
}

const PATTERNS: readonly Pattern[] = ['ring', 'tree', 'all-to-all', 'neighbour'];
const KEY_RANGE = 2 ** 24;

/**
 * Capacity of nested blocks under a pattern that every domain runs at once: each level's links are shared by the traffic
 * that leaves the block, the busiest block holds up the rest, and the slowest level holds up the domain.
 */
export function nestedCapacity({
  tiers,
  levels,
  order,
  latencyS,
  nicBytesPerS,
  spreading,
  placement,
}: NestedFabric): Fabric['capacity'] {
  const known = new Map<number, Capacity>();
  const { positions: width, parts } = order.domain;
  const staticTables = (pattern: Pattern, { members, stride }: Groups, level: Level, block: number) => {
    if (spreading.routing !== 'static' || pattern === 'all-to-all') return {};
    const domainNics = Math.max(1, Math.floor((width * level.nicsPerPosition) / parts));
    if (typeof placement === 'number' && placement > 0) return { shuffled: { domains: block / width, domainNics } };
    if (placement === 'scattered' || stride % parts !== 0 || block % parts !== 0) return {};
    const links = Math.max(1, Math.floor(level.links / level.nicsPerPosition));
    const whole = { members, stride: stride / parts };
    return { counted: fullestCountedLink(pattern, whole, block / parts, order.positions, links) };
  };
  const compute = (pattern: Pattern, span: Span): Capacity => {
    const groups = { members: span.domains, stride: span.stride * width };
    const sameRails = !order.wholePositions || parts === 1 || groups.stride % parts === 0;
    let worstLoad = 1;
    let bindingTier = 'nic';
    let turn = 0;
    const shares = levels.map((level, index) => {
      const block = index === 0 && !sameRails ? 1 : level.positions * parts;
      const { share, worst, blocks } = placedCrossing(
        placement,
        pattern,
        groups,
        block,
        order.positions * parts,
        width,
      );
      if (share === 0) return 0;
      turn = index + 1;
      const senders = block === 1 ? level.positions * parts : worst;
      const load = linkLoad(pattern, spreading, {
        nics: (senders / parts) * level.nicsPerPosition,
        links: level.links,
        nicPerLink: level.nicPerLink / (1 - level.background),
        blocks,
        members: span.domains,
        share,
        ...staticTables(pattern, groups, level, block),
      });
      if (load > worstLoad) {
        worstLoad = load;
        bindingTier = level.name;
      }
      return share;
    });
    return {
      domainBytesPerS: nicBytesPerS / worstLoad,
      latencyS: latencyS[turn] ?? 0,
      crossing: Array.from({ length: tiers }, (_, tier) => shares[tier] ?? 0),
      bindingTier,
    };
  };
  return (pattern, span) => {
    const key = (span.domains * KEY_RANGE + span.stride) * PATTERNS.length + PATTERNS.indexOf(pattern);
    let capacity = known.get(key);
    if (capacity === undefined) {
      capacity = compute(pattern, span);
      known.set(key, capacity);
    }
    return capacity;
  };
}
