import { isRefusal, refused } from '../refusal.ts';
import { requiredNumbers, shapeNumber } from '../shape.ts';
import type { Topology } from '../types.ts';
import { DETOUR } from './capacity.ts';
import { freeNotes, placesRefusal, portsRefusal } from './checks.ts';
import { dragonflyPlusWires } from './dragonfly-plus-wires.ts';
import { endpointsOf, linkRateOf, switchedFabric } from './network.ts';

/**
 * Groups of leaves and spines, completely joined; spines of different groups are joined by `links_per_pair` links a pair of
 * groups. Source: Shpiner et al., "Dragonfly+: low cost topology for scaling datacenters", HiPINEB 2017; fabric reference, 2.7.
 */
export const dragonflyPlus: Topology = {
  kind: 'dragonfly-plus',
  summary: 'leaf-spine groups whose spines are joined by global links',
  build: (cluster, topology, constants) => {
    const shape = requiredNumbers(topology, ['hosts', 'leaves', 'spines', 'groups']);
    if (isRefusal(shape)) return { ok: false, refusal: shape };
    const { hosts: d, leaves: l, spines: s, groups: g } = shape;
    const m = shapeNumber(topology, 'links_per_pair') ?? 1;
    const globalPorts = Math.ceil(((g - 1) * m) / s);
    const places = g * l * d;
    const endpoints = endpointsOf(cluster) + topology.managementEndpoints;
    const broken =
      portsRefusal({ name: 'leaf', tier: 0, endpoints: d, switches: s }, cluster, topology) ??
      portsRefusal({ name: 'spine', tier: 1, endpoints: 0, switches: l + globalPorts }, cluster, topology) ??
      placesRefusal(places, cluster, topology, `use at least ${Math.ceil(endpoints / (l * d))} groups`);
    if (broken !== null) return { ok: false, refusal: broken };
    const [leafDevice] = topology.switches;
    const spineDevice = topology.switches[Math.min(1, topology.switches.length - 1)];
    if (leafDevice === undefined || spineDevice === undefined) throw new Error('checked above: there is a switch');
    const rate = linkRateOf(cluster, topology);
    const intra = g * l * s;
    const inter = (g * (g - 1) * m) / 2;
    // Half of the groups against the rest; links inside groups are not cut.
    const cut = Math.floor(g / 2) * Math.ceil(g / 2) * m;
    const spread = endpointsOf(cluster) / (g * l);
    const others = places - 1;
    const sameGroup = d * (l - 1);
    if (others === 0 || spread <= 0) return refused('places', 'one endpoint makes no network', 'use more GPUs');
    const freePerSpine = Math.floor(spinePorts(spineDevice.modes, rate) - l);
    return switchedFabric(
      {
        kind: 'dragonfly-plus',
        tiers: [
          {
            name: 'leaf',
            switches: g * l,
            switchType: leafDevice,
            downPorts: d,
            upPorts: s,
            downLinks: endpoints,
            upLinks: intra,
            oversubscription: (d * cluster.nic.bytesPerS) / (s * rate),
            linkBytesPerS: cluster.nic.bytesPerS,
          },
          {
            name: 'spine',
            switches: g * s,
            switchType: spineDevice,
            downPorts: l,
            upPorts: 0,
            downLinks: intra,
            upLinks: 0,
            oversubscription: null,
            linkBytesPerS: rate,
          },
        ],
        accessLinks: endpoints,
        interSwitchLinks: intra + inter,
        bisectionBytesPerS: cut === 0 ? null : cut * rate,
        hops: [
          { hops: 1, share: (d - 1) / others },
          { hops: 3, share: sameGroup / others },
          { hops: 4, share: ((g - 1) * l * d) / others },
        ],
        levels: [
          {
            name: 'leaf',
            endpoints: d,
            links: s,
            linkBytesPerS: rate,
            transit: () => 1,
          },
          ...(g === 1
            ? []
            : [
                {
                  name: 'spine',
                  endpoints: l * d,
                  links: (g - 1) * m,
                  linkBytesPerS: rate,
                  transit: () => 1,
                },
              ]),
        ],
        wires: () => dragonflyPlusWires(d, l, s, g, m, DETOUR),
        levelHops: g === 1 ? [1, 3] : [1, 3, 4],
        notes: [
          ...(cut === 0 ? ['one group has no global links to cut: no bisection is stated'] : []),
          ...(g % 2 === 1 && cut > 0
            ? ['an odd number of groups has no exact halves: the bisection is an estimate']
            : []),
          ...freeNotes(places, cluster, topology),
        ],
        details: {
          endpoints: places,
          intra_group_links: intra,
          inter_group_links: inter,
          global_ports_per_spine: globalPorts,
          max_groups: Math.floor((s * freePerSpine) / m) + 1,
          leaf_to_leaf_links: g === 1 ? 2 : 3,
        },
      },
      cluster,
      topology,
      constants,
    );
  },
};

/** Ports of a spine at the rate of its links. */
function spinePorts(modes: readonly { readonly ports: number; readonly bytesPerS: number }[], rate: number): number {
  return modes.reduce((most, mode) => (mode.bytesPerS >= rate * 0.999 ? Math.max(most, mode.ports) : most), 0);
}
