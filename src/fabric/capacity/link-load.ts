import type { Routing } from '../../spec/plan.ts';
import { type Constants, constant } from '../constants.ts';
import type { Pattern } from '../types.ts';
import { expectedMaximum } from './expected-maximum.ts';

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
}

/** Edges of an inner member of a double binary tree, each with flows of its own. */
const TREE_EDGES = 4;

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
 * Static routing that follows the node order gives shifts disjoint paths as far as links go (destination-modulo routing;
 * Zahavi, "Fat-tree routing and node ordering providing contention free traffic for MPI global collectives", 2011).
 */
export function linkLoad(pattern: Pattern, spreading: Spreading, uplinks: Uplinks): number {
  const { nics, links, nicPerLink, blocks, members } = uplinks;
  if (nics <= 0) return 0;
  const even = (nics / links) * nicPerLink;
  if (spreading.routing === 'adaptive') return even / spreading.adaptiveSustained;
  if (spreading.routing === 'static') {
    if (pattern === 'all-to-all') return even;
    // A member of a tree sends its bytes in as many whole flows as it has edges.
    const edges = pattern === 'tree' ? Math.min(TREE_EDGES, members) : 1;
    return (Math.ceil((nics * edges) / links - 1e-9) / edges) * nicPerLink;
  }
  const flows = flowsSent(pattern, spreading, members);
  const fullest = expectedMaximum((nics * flows) / links, DIRECTIONS * links * blocks);
  return Math.max(even, (Math.min(fullest, nics * flows) / flows) * nicPerLink);
}
