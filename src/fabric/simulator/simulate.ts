import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import type { Fabric, Span } from '../types.ts';
import type { Graph } from './graph.ts';
import { drawGraph } from './graphs/registry.ts';
import type { Drawn } from './graphs/wiring.ts';
import type { SimulatedPattern } from './patterns.ts';
import { groupsOf, type Placement, placeDomains } from './placement.ts';
import { type Played, type PlayOptions, play } from './play.ts';

/** The machine to simulate: the spec's numbers and the counts of the built fabric. */
export interface SimulatedSite {
  readonly cluster: ClusterPlan;
  readonly topology: TopologyPlan;
  readonly fabric: Pick<Fabric, 'kind' | 'tiers' | 'planes'>;
}

export interface SimulateOptions extends Partial<PlayOptions> {
  /** Bytes that one domain sends during the pattern. */
  readonly bytes: number;
  /** Default: the topology's. */
  readonly placement?: Placement;
  /** Seed of a random placement. */
  readonly placementSeed?: number;
  /** Domains of the job; default all. */
  readonly domains?: number;
}

export type Simulation = ({ readonly ok: true } & Played) | { readonly ok: false; readonly reason: string };

/** The explicit graph of a site. */
export const graphOf = ({ cluster, topology, fabric }: SimulatedSite): Drawn =>
  drawGraph(fabric.kind, { cluster, topology, tiers: fabric.tiers, planes: fabric.planes });

/**
 * Simulates a pattern flow by flow while every group of the job runs it: the judge of `Fabric.capacity`.
 *
 * @param span members of a group and their distance, in scale-up domains
 */
export function simulate(
  site: SimulatedSite,
  pattern: SimulatedPattern,
  span: Span,
  options: SimulateOptions,
): Simulation {
  const tooLarge = tooLargeToPlay(site, pattern, span, options.routing ?? site.topology.routing);
  if (tooLarge !== null) return { ok: false, reason: tooLarge };
  const drawn = graphOf(site);
  return drawn.ok ? { ok: true, ...simulateOn(drawn.graph, site.topology, pattern, span, options) } : drawn;
}

/** Endpoints of the largest graph, and messages of the largest pattern, alike ones counted apart. */
const MOST_ENDPOINTS = 131_072;
const MOST_ALIKE = 16e6;
/** Messages that each have a path of their own. */
const MOST_SINGLE = 4e6;

function tooLargeToPlay(
  { cluster }: SimulatedSite,
  pattern: SimulatedPattern,
  span: Span,
  routing: TopologyPlan['routing'],
): string | null {
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  if (endpoints > MOST_ENDPOINTS) return `${endpoints} NICs are more than the ${MOST_ENDPOINTS} that are simulated`;
  const everyOther = pattern === 'all-to-all' || pattern === 'flat-all-to-all';
  const flat = pattern === 'flat-all-to-all' ? (cluster.nicsPerNode * cluster.gpusPerDomain) / cluster.gpusPerNode : 1;
  const messages = everyOther ? endpoints * (span.domains - 1) * flat : endpoints;
  const most = routing === 'adaptive' ? MOST_ALIKE : MOST_SINGLE;
  return messages > most
    ? `${messages} messages are more than the ${most} that are simulated with ${routing} routing`
    : null;
}

/** `simulate` on a graph already drawn. */
export function simulateOn(
  graph: Graph,
  topology: Pick<TopologyPlan, 'routing' | 'backgroundLoad' | 'placement'>,
  pattern: SimulatedPattern,
  span: Span,
  { bytes, placement = topology.placement ?? 'packed', placementSeed = 1, domains, ...options }: SimulateOptions,
): Played {
  const all = Math.floor(graph.endpoints / graph.endpointsPerDomain);
  const job = placeDomains(graph, domains ?? all, placement, placementSeed);
  // Dealt out one after the other, members of a group are as far apart as they can be, whatever their distance in the job.
  const stride = placement === 'scattered' ? 1 : span.stride;
  return play(graph, [{ pattern, groups: groupsOf(job, span.domains, stride), bytes }], {
    routing: topology.routing,
    backgroundLoad: topology.backgroundLoad,
    ...options,
  });
}
