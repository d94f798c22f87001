import type { ClusterPlan, TopologyPlan } from '../../../spec/plan.ts';
import type { FabricTier } from '../../types.ts';
import { type Graph, type GraphBuilder, graphBuilder } from '../graph.ts';

/** What a graph is drawn from: the spec's numbers and the counts of the built fabric, none of its formulas. */
export interface Blueprint {
  readonly cluster: ClusterPlan;
  readonly topology: TopologyPlan;
  readonly tiers: readonly FabricTier[];
  readonly planes: number;
}

/** A fabric drawn as a graph, or why this one is not drawn. */
export type Drawn = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly reason: string };

export type Draw = (blueprint: Blueprint) => Drawn;

/** NICs of one scale-up domain; null when domains share a NIC. */
export function nicsPerDomain({ gpusPerDomain, gpusPerNode, nicsPerNode }: ClusterPlan): number | null {
  const nics = (nicsPerNode * gpusPerDomain) / gpusPerNode;
  return Number.isInteger(nics) ? nics : null;
}

/** Rate of a link between switches of a network without tiers. */
export const linkRate = ({ cluster, topology }: Blueprint): number =>
  topology.linkBytesPerS[0] ?? cluster.nic.bytesPerS;

/** A number of the kind's shape; `otherwise` where the spec states none. */
export function shapeOf({ topology }: Blueprint, key: string, otherwise = 0): number {
  const value = topology.shape[key];
  return typeof value === 'number' ? value : otherwise;
}

export function shapeListOf({ topology }: Blueprint, key: string): readonly number[] {
  const value = topology.shape[key];
  return value === undefined ? [] : typeof value === 'number' ? [value] : value;
}

/**
 * Attaches all endpoints in order, `perSwitch` to each of the switches from `first` on, and closes the graph.
 * @param passed switches that detours may pass by: the first, and how many
 */
export function attachInOrder(
  builder: GraphBuilder,
  { cluster }: Blueprint,
  first: number,
  perSwitch: number,
  passed?: readonly [first: number, count: number],
): Drawn {
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    builder.attach([first + Math.floor(endpoint / perSwitch)], cluster.nic.bytesPerS);
  }
  const [from, count] = passed ?? [0, 0];
  for (let at = from; at < from + count; at++) builder.passBy(at);
  return { ok: true, graph: builder.build() };
}

/** The beginning of a graph without a tree above it, or a refusal where domains share NICs. */
export function startGraph(
  { cluster }: Blueprint,
  tiers: readonly string[],
  draw: (builder: GraphBuilder) => Drawn,
): Drawn {
  const nics = nicsPerDomain(cluster);
  return nics === null ? { ok: false, reason: 'scale-up domains share NICs' } : draw(graphBuilder(tiers, nics));
}
