import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import type { Constants } from '../constants.ts';
import { cableTimes, switchLatencyS } from '../latency.ts';
import { pathStatistics } from '../paths.ts';
import { freePorts } from '../ports.ts';
import type { Fabric, FabricOutcome, FabricTier, HopShare } from '../types.ts';
import { type DirectLevel, directCapacity, type ShapedLoad } from './capacity.ts';
import type { Wires } from './wires.ts';

/** A network without a tree above it, as its kind describes it. Rates in bytes/s. */
export interface DirectNetwork {
  readonly kind: string;
  readonly tiers: readonly FabricTier[];
  readonly accessLinks: number;
  readonly interSwitchLinks: number;
  readonly bisectionBytesPerS: number | null;
  /** Innermost block first. The first ones are the tiers of `tiers`. */
  readonly levels: readonly DirectLevel[];
  /** Its wiring, made when it is asked for; null: none is described, and traffic spreads over the links of a level. */
  wires(): Wires | null;
  /** Hops of a path that turns at each level; one entry more than levels. */
  readonly levelHops: readonly number[];
  readonly notes: readonly string[];
  readonly details: Readonly<Record<string, number>>;
  readonly shaped?: ShapedLoad;
  readonly linksWithin?: (endpoints: number) => number;
  readonly peerLinkBytesPerS?: number;
}

/** Endpoints of a cluster: its NICs. */
export const endpointsOf = (cluster: ClusterPlan): number => cluster.nodes * cluster.nicsPerNode;

/** Rate of a link between switches. */
export const linkRateOf = (cluster: ClusterPlan, topology: TopologyPlan): number =>
  topology.linkBytesPerS[0] ?? cluster.nic.bytesPerS;

/** The fabric of a network whose endpoints hang on switches: latency is access cables, switches and cables between them. */
export function switchedFabric(
  { hops, ...network }: DirectNetwork & { readonly hops: readonly HopShare[] },
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
): FabricOutcome {
  const { accessS, fabricS } = cableTimes(topology, constants);
  const [device] = topology.switches;
  const switchS = device === undefined ? 0 : switchLatencyS(device, constants);
  const latencyS = (hops: number): number => 2 * accessS + hops * switchS + (hops - 1) * fabricS;
  const paths = pathStatistics(hops, latencyS);
  const tiers = network.tiers.map((tier, index) => ({
    ...tier,
    freePorts: freePorts(tier.switchType, tier.switches, [
      { links: tier.downLinks, bytesPerS: tier.linkBytesPerS },
      {
        links: tier.upLinks + (index === network.tiers.length - 1 ? 2 * peersOf(network) : 0),
        bytesPerS: linkRateOf(cluster, topology),
      },
    ]),
  }));
  return { ok: true, fabric: directFabric({ ...network, tiers }, paths, cluster, topology, constants, latencyS) };
}

/** Links between switches of the top tier. */
const peersOf = ({ tiers, interSwitchLinks }: DirectNetwork): number =>
  interSwitchLinks - tiers.reduce((sum, { upLinks }) => sum + upLinks, 0);

/** What the links of a cut carry of what half of the NICs can send. Source: fabric reference, section 7. */
const reachable = (cutBytesPerS: number | null, cluster: ClusterPlan): number | null =>
  cutBytesPerS === null ? null : Math.min(cutBytesPerS, (endpointsOf(cluster) * cluster.nic.bytesPerS) / 2);

export function directFabric(
  network: DirectNetwork,
  paths: Pick<Fabric, 'maxHops' | 'meanHops' | 'latencyS' | 'hops'>,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
  latencyS: (hops: number) => number,
): Fabric {
  const { levels, levelHops, wires, shaped, ...described } = network;
  return {
    ...described,
    planes: 1,
    bisectionBytesPerS: reachable(network.bisectionBytesPerS, cluster),
    levels: levels.map((level) => ({
      name: level.name,
      links:
        (Math.ceil(endpointsOf(cluster) / level.endpoints) * level.links) /
        level.transit('all-to-all', { members: endpointsOf(cluster), stride: 1 }),
      linkBytesPerS: level.linkBytesPerS,
    })),
    ...paths,
    capacity: directCapacity(levels, wires, levelHops.map(latencyS), cluster, topology, constants, shaped),
  };
}
