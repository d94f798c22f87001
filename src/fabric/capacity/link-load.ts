import type { Routing } from '../../spec/plan.ts';
import { type Constants, constant } from '../constants.ts';
import type { Pattern } from '../types.ts';
import { expectedMaximum, expectedMaximumOfDraws } from './expected-maximum.ts';

/** How a fabric spreads flows over equal links. */
export interface Spreading {
  readonly routing: Routing;
  readonly flowsPerNic: number;
  readonly adaptiveSustained: number;
}

/** `planes`: a NIC spreads its flows over its ports first. */
export const spreadingOf = (routing: Routing, constants: Constants, planes = 1): Spreading => ({
  routing,
  flowsPerNic: Math.max(1, constant(constants, 'ecmp_flows_per_nic') / planes),
  adaptiveSustained: constant(constants, 'adaptive_routing_sustained'),
});

/** Links that share what leaves one block. */
export interface Uplinks {
  /** NICs' worth of traffic on the way out. */
  readonly nics: number;
  readonly links: number;
  /** Rate of a NIC over the rate of a link. */
  readonly nicPerLink: number;
  /** Blocks of the fabric: the slowest of all their links holds up a bulk-synchronous step. */
  readonly blocks: number;
  /** Members of a group. */
  readonly members: number;
  /** Share of the bytes of all blocks that leaves its block. */
  readonly share: number;
  /** What static tables put on the fullest link, in NICs' worth, where every send was followed. */
  readonly counted?: number | null;
  /** Domains of a block and NICs of one on its links, where members sit out of order. */
  readonly shuffled?: { readonly domains: number; readonly domainNics: number };
}

/** Edges of an inner member of a double binary tree, each with flows of its own. */
export const TREE_EDGES = 4;

/** A link carries traffic out of one block and into another: either may be the worst. */
export const DIRECTIONS = 2;

/** Flows that a NIC of a group of `members` opens: one at least to each peer. */
export function flowsSent(pattern: Pattern, { flowsPerNic }: Spreading, members: number): number {
  if (pattern === 'all-to-all') return Math.max(flowsPerNic, members - 1);
  return flowsPerNic * (pattern === 'tree' ? Math.min(TREE_EDGES, members) : 1);
}

/**
 * Load of the slowest link in units of its rate while every NIC sends at full rate: above 1 the NICs are held back by that
 * factor. Adaptive routing fills links evenly up to its sustained share. ECMP throws flows at links: the expected maximum.
 * Static tables count destinations off over the links, so that members in order mostly take different ones (Zahavi, "Fat-tree
 * routing and node ordering providing contention free traffic for MPI global collectives", 2011); out of order the
 * NICs of a domain fall side by side on some run of links, one flow each.
 */
export function linkLoad(pattern: Pattern, spreading: Spreading, uplinks: Uplinks): number {
  const { nics, links, nicPerLink, blocks, members } = uplinks;
  if (nics <= 0) return 0;
  const even = (nics / links) * nicPerLink;
  if (spreading.routing === 'adaptive') return even / spreading.adaptiveSustained;
  if (spreading.routing === 'static') {
    if (pattern === 'all-to-all') return even;
    const { counted = null, shuffled } = uplinks;
    if (counted !== null) return Math.max(even, counted * nicPerLink);
    // A member of a tree sends its bytes in as many whole flows as it has edges.
    const edges = pattern === 'tree' ? Math.min(TREE_EDGES, members) : 1;
    if (shuffled === undefined) return (Math.ceil((nics * edges) / links - 1e-9) / edges) * nicPerLink;
    const runs = Math.max(1, Math.floor(links / shuffled.domainNics));
    const fullest = expectedMaximumOfDraws(Math.round(shuffled.domains * edges), uplinks.share / runs, runs * blocks);
    return Math.max(even, (fullest / edges) * nicPerLink);
  }
  const flows = flowsSent(pattern, spreading, members);
  const fullest = expectedMaximum((nics * flows) / links, DIRECTIONS * links * blocks);
  return Math.max(even, (Math.min(fullest, nics * flows) / flows) * nicPerLink);
}
