import { buildFabric } from '../../../src/fabric/registry.ts';
import type { Graph } from '../../../src/fabric/simulator/graph.ts';
import { graphBuilder } from '../../../src/fabric/simulator/graph.ts';
import { graphOf, type SimulatedSite } from '../../../src/fabric/simulator/simulate.ts';
import type { Fabric } from '../../../src/fabric/types.ts';
import { planOfSpec } from '../../validation/plan-of-spec.ts';

export interface BuiltSite extends SimulatedSite {
  readonly fabric: Fabric;
  readonly graph: Graph;
}

/** H100 servers with a NIC a GPU on the given topology; throws where the spec, the fabric or the graph is refused. */
export function siteOf(
  gpus: number,
  topology: Readonly<Record<string, unknown>>,
  nics: Readonly<Record<string, unknown>> = { type: 'cx7-400' },
): BuiltSite {
  const resolved = planOfSpec({
    gpus: { type: 'h100-sxm', count: gpus, per_node: 8 },
    nics,
    topology,
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: gpus },
  });
  if (!resolved.ok) throw new Error(resolved.reason);
  const { cluster, topology: described, constants } = resolved.plan;
  const built = buildFabric(cluster, described, constants);
  if (!built.ok) throw new Error(built.refusal.message);
  const site = { cluster, topology: described, fabric: built.fabric };
  const drawn = graphOf(site);
  if (!drawn.ok) throw new Error(drawn.reason);
  return { ...site, graph: drawn.graph };
}

/** `leaves` leaves of `perLeaf` single-NIC domains under `spines` spines, one cable of `uplink` each; NICs at 1 byte/s. */
export function smallTree(leaves: number, perLeaf: number, spines: number, uplink = 1): Graph {
  const builder = graphBuilder(['leaf', 'spine'], 1);
  const leaf = builder.addSwitches(0, leaves);
  const spine = builder.addSwitches(1, spines);
  for (let l = 0; l < leaves; l++) for (let s = 0; s < spines; s++) builder.join(leaf + l, spine + s, 1, uplink);
  for (let l = 0; l < leaves; l++) for (let e = 0; e < perLeaf; e++) builder.attach([leaf + l], 1);
  return builder.build();
}
