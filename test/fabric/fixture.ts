import type { Switch } from '../../src/catalog/types.ts';
import { buildFabric } from '../../src/fabric/registry.ts';
import type { Fabric, FabricRefusal } from '../../src/fabric/types.ts';
import type { ClusterPlan, Plan, TopologyPlan } from '../../src/spec/plan.ts';
import { MINIMAL, planOf } from '../spec/fixture.ts';

const base = planOf(MINIMAL);
const [device] = base.topology.switches as [Switch];

export const NIC_BYTES_PER_S = base.cluster.nic.bytesPerS;
const { constants } = base;

/** A switch of so many ports at the rate of the NIC. */
export const switchOf = (ports: number): Switch => ({
  ...device,
  id: `${ports}-port`,
  name: `${ports}-port switch`,
  modes: [{ ports, bytesPerS: NIC_BYTES_PER_S, breakout: 1 }],
});

export interface Design {
  readonly nodes: number;
  /** GPUs and NICs of a node, one each. */
  readonly perNode?: number;
  /** GPUs of a scale-up domain. */
  readonly perDomain?: number;
  readonly ports: number;
  readonly topology: Partial<TopologyPlan>;
}

function clusterOf({ nodes, perNode = 8, perDomain = perNode }: Design): ClusterPlan {
  return {
    ...base.cluster,
    gpus: nodes * perNode,
    gpusPerNode: perNode,
    nodes,
    gpusPerDomain: perDomain,
    nicsPerNode: perNode,
  };
}

const topologyOf = ({ ports, topology }: Design): TopologyPlan => ({
  ...base.topology,
  oversubscription: [],
  routing: 'adaptive',
  switches: [switchOf(ports)],
  ...topology,
});

/** The whole plan of a design. */
export const planOfDesign = (design: Design): Plan => ({
  ...base,
  cluster: clusterOf(design),
  topology: topologyOf(design),
});

export const outcomeOf = (design: Design) => buildFabric(clusterOf(design), topologyOf(design), constants);

export function fabricOf(design: Design): Fabric {
  const outcome = outcomeOf(design);
  if (!outcome.ok) throw new Error(`${outcome.refusal.message}; ${outcome.refusal.help}`);
  return outcome.fabric;
}

/** Why a design cannot be built; one that can be fails the test. */
export function refusalOf(design: Design): FabricRefusal {
  const outcome = outcomeOf(design);
  if (outcome.ok) throw new Error('the fabric was built');
  return outcome.refusal;
}
