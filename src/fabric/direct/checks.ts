import { modeFor } from '../../catalog/port-mode.ts';
import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import { formatCount, formatLinkRate } from '../../units/format.ts';
import { fitsCages } from '../ports.ts';
import { refusal } from '../refusal.ts';
import type { FabricRefusal } from '../types.ts';
import { endpointsOf, linkRateOf } from './network.ts';

/** Ports of one switch in use: towards endpoints and towards other switches. */
export interface SwitchUse {
  /** "router", "leaf", ... */
  readonly name: string;
  readonly tier: number;
  readonly endpoints: number;
  readonly switches: number;
}

/** The limit that a switch's ports break, or null. */
export function portsRefusal(
  { name, tier, endpoints, switches }: SwitchUse,
  cluster: ClusterPlan,
  topology: TopologyPlan,
): FabricRefusal | null {
  const device = topology.switches[Math.min(tier, topology.switches.length - 1)];
  if (device === undefined) return refusal('switch', `no switch for the ${name}s`, 'name one with topology.switch');
  const linkBytesPerS = linkRateOf(cluster, topology);
  const down = modeFor(device, endpoints === 0 ? linkBytesPerS : cluster.nic.bytesPerS);
  const up = modeFor(device, linkBytesPerS);
  if (down === null || up === null) {
    const rate = Math.max(endpoints === 0 ? 0 : cluster.nic.bytesPerS, linkBytesPerS);
    return refusal(
      'port rate',
      `${device.name} has no port of ${formatLinkRate(rate)}`,
      'name a faster topology.switch, or a slower link with topology.link_bandwidth',
    );
  }
  if (fitsCages({ down: endpoints, up: switches }, down, up)) return null;
  const left = Math.max(0, Math.floor((up.ports / up.breakout - Math.ceil(endpoints / down.breakout)) * up.breakout));
  return refusal(
    'ports',
    `a ${name} needs ${formatCount(endpoints)} ports to endpoints and ${formatCount(switches)} to other switches; ` +
      `${device.name} has ${formatCount(up.ports)} ports`,
    `with ${formatCount(endpoints)} ports to endpoints, ${formatCount(left)} are left for other switches; ` +
      'lower topology.shape, or name a switch with more ports',
  );
}

/** Whether the endpoints fit the places of a network; `help` says what would. */
export function placesRefusal(
  places: number,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  help: string,
): FabricRefusal | null {
  const wanted = endpointsOf(cluster) + topology.managementEndpoints;
  if (wanted <= places) return null;
  return refusal(
    'places',
    `${formatCount(wanted)} endpoints do not fit the ${formatCount(places)} ports of this ${topology.kind}`,
    help,
  );
}

/** What a network with room to spare says about it. */
export function freeNotes(places: number, cluster: ClusterPlan, topology: TopologyPlan): readonly string[] {
  const free = places - endpointsOf(cluster) - topology.managementEndpoints;
  return free === 0 ? [] : [`${formatCount(free)} of ${formatCount(places)} ports to endpoints are left free`];
}
