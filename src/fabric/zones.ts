import { modeFor } from '../catalog/port-mode.ts';
import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import { formatBytesPerS, formatCount } from '../units/format.ts';
import { linkLoad, spreadingOf } from './capacity/link-load.ts';
import { placedCrossing } from './capacity/placement.ts';
import type { Constants } from './constants.ts';
import { copies, partOf } from './copies.ts';
import { cableTimes, switchLatencyS } from './latency.ts';
import { isRefusal, refusal, refused } from './refusal.ts';
import { shapeNumber } from './shape.ts';
import type { Capacity, Fabric, FabricOutcome, FabricTier, HopShare, Topology } from './types.ts';

/**
 * The same kind in `shape.zones` separate zones that `shape.zone_links` links each join through a layer of switches. The links
 * take leaf ports of the zone, as border ports do. Source: fabric reference, section 2.11; Fire-Flyer (arXiv 2408.14158).
 */
export const inZones = (topologyOfOneZone: Topology): Topology => ({
  ...topologyOfOneZone,
  build: (cluster, topology, constants) => {
    const zones = shapeNumber(topology, 'zones') ?? 1;
    if (zones === 1) return topologyOfOneZone.build(cluster, topology, constants);
    return zoned(topologyOfOneZone, zones, cluster, topology, constants);
  },
});

function zoned(
  kind: Topology,
  zones: number,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
): FabricOutcome {
  const zoneLinks = shapeNumber(topology, 'zone_links');
  if (zoneLinks === undefined) {
    return refused(
      'shape',
      `${zones} zones are not joined: topology.shape.zone_links is missing`,
      'state the links that each zone has to the layer that joins them',
    );
  }
  if (cluster.nodes % zones !== 0) {
    return refused(
      'zones',
      `${formatCount(cluster.nodes)} nodes do not fill ${zones} equal zones`,
      `use ${formatCount(Math.ceil(cluster.nodes / zones) * zones)} nodes`,
    );
  }
  const part = partOf(topology, zones, 'zones');
  if (isRefusal(part)) return { ok: false, refusal: part };
  const one = { ...cluster, gpus: cluster.gpus / zones, nodes: cluster.nodes / zones };
  const built = kind.build(one, { ...part, managementEndpoints: part.managementEndpoints + zoneLinks }, constants);
  if (!built.ok) return { ok: false, refusal: { ...built.refusal, message: `in one zone, ${built.refusal.message}` } };
  const joining = joiningTier(zones * zoneLinks, built.fabric.tiers.length, cluster, topology);
  if (isRefusal(joining)) return { ok: false, refusal: joining };
  return { ok: true, fabric: joined(built.fabric, joining, zones, zoneLinks, cluster, topology, constants) };
}

function joiningTier(links: number, below: number, cluster: ClusterPlan, topology: TopologyPlan) {
  const device = topology.switches[Math.min(below, topology.switches.length - 1)];
  const mode = device === undefined ? null : modeFor(device, cluster.nic.bytesPerS);
  if (device === undefined || mode === null) {
    return refusal(
      'port rate',
      'the switches that join zones have no port of the rate of the NIC',
      'name a faster last topology.switch',
    );
  }
  const switches = Math.ceil(links / mode.ports);
  const tier: FabricTier = {
    name: 'zone-joining',
    below: 'leaf',
    switches,
    switchType: device,
    downPorts: mode.ports,
    upPorts: 0,
    downLinks: links,
    upLinks: 0,
    oversubscription: null,
    linkBytesPerS: cluster.nic.bytesPerS,
    freePorts: switches * mode.ports - links,
  };
  return tier;
}

function joined(
  zone: Fabric,
  joining: FabricTier,
  zones: number,
  zoneLinks: number,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
): Fabric {
  const all = copies(zone, zones);
  const links = zones * zoneLinks;
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  const inside = (endpoints / zones - 1) / (endpoints - 1);
  const across: HopShare = { hops: 2 * zone.maxHops + 1, share: 1 - inside };
  const { accessS, fabricS } = cableTimes(topology, constants);
  // Into the border leaf and out of it again over links between switches instead of access links.
  const acrossS =
    2 * (zone.latencyS.max - 2 * accessS) + 2 * accessS + 2 * fabricS + switchLatencyS(joining.switchType, constants);
  const between = (zoneLinks * joining.linkBytesPerS * zones) / 2;
  const inZone = zone.bisectionBytesPerS;
  return {
    ...all,
    tiers: [
      ...all.tiers.map((tier, index) =>
        index === 0 ? { ...tier, upLinks: tier.upLinks + links, downLinks: tier.downLinks - links } : tier,
      ),
      joining,
    ],
    accessLinks: all.accessLinks - links,
    interSwitchLinks: all.interSwitchLinks + links,
    bisectionBytesPerS: null,
    maxHops: across.hops,
    meanHops: zone.meanHops * inside + across.hops * across.share,
    hops: () => [...zone.hops().map(({ hops, share }) => ({ hops, share: share * inside })), across],
    latencyS: {
      min: zone.latencyS.min,
      mean: zone.latencyS.mean * inside + acrossS * across.share,
      max: acrossS,
    },
    notes: [
      `zones have no one bisection: ${inZone === null ? 'unknown' : formatBytesPerS(inZone)} inside a zone, ` +
        `${formatBytesPerS(between)} between halves of the zones`,
      ...all.notes,
    ],
    details: {
      ...zone.details,
      zones,
      zone_switches: all.tiers.reduce((sum, tier) => sum + tier.switches, 0),
      zone_links: zoneLinks,
    },
    capacity: zonedCapacity(zone, joining, zoneLinks, acrossS, cluster, topology, constants, cluster.gpus / zones),
  };
}

function zonedCapacity(
  zone: Fabric,
  joining: FabricTier,
  zoneLinks: number,
  acrossS: number,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  constants: Constants,
  zoneGpus: number,
): Fabric['capacity'] {
  const spreading = spreadingOf(topology.routing, constants);
  const nicsPerGpu = cluster.nicsPerNode / cluster.gpusPerNode;
  const nicBytesPerS = cluster.gpusPerDomain * nicsPerGpu * cluster.nic.bytesPerS;
  const known = new Map<string, Capacity>();
  const compute: Fabric['capacity'] = (pattern, span) => {
    const inner = zone.capacity(pattern, span);
    const groups = { members: span.domains, stride: span.stride * cluster.gpusPerDomain };
    const { share, worst, blocks } = placedCrossing(
      topology.placement,
      pattern,
      groups,
      zoneGpus,
      cluster.gpus,
      cluster.gpusPerDomain,
    );
    const crossing = [...inner.crossing.slice(0, -1), share, 0];
    if (share === 0) return { ...inner, crossing };
    const load = linkLoad(pattern, spreading, {
      nics: worst * nicsPerGpu,
      links: zoneLinks,
      nicPerLink: cluster.nic.bytesPerS / joining.linkBytesPerS / (1 - (topology.backgroundLoad.at(-1) ?? 0)),
      blocks,
      members: span.domains,
      share,
    });
    const limit = nicBytesPerS / Math.max(1, load);
    return limit < inner.domainBytesPerS
      ? { domainBytesPerS: limit, latencyS: acrossS, crossing, bindingTier: joining.name }
      : { ...inner, latencyS: acrossS, crossing };
  };
  return (pattern, span) => {
    const key = `${pattern}/${span.domains}/${span.stride}`;
    const capacity = known.get(key) ?? compute(pattern, span);
    known.set(key, capacity);
    return capacity;
  };
}
