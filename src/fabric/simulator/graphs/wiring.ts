import type { ClusterPlan, TopologyPlan } from '../../../spec/plan.ts';
import type { FabricTier } from '../../types.ts';
import type { Graph } from '../graph.ts';

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
