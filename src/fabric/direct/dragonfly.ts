import { pathsOfDistances } from '../paths.ts';
import { isRefusal, refused } from '../refusal.ts';
import { requiredNumbers } from '../shape.ts';
import type { Topology } from '../types.ts';
import { DETOUR } from './capacity.ts';
import { freeNotes, placesRefusal, portsRefusal } from './checks.ts';
import { dragonflyWires } from './dragonfly-wires.ts';
import { globalLinks, pairDistances } from './dragonfly-wiring.ts';
import { endpointsOf, linkRateOf, switchedFabric } from './network.ts';

/**
 * Groups of completely joined routers, joined by global links: p hosts, a routers, h global ports a router, g groups. Minimal
 * paths take one global link at most. Source:
 * Kim, Dally, Scott, Abts, "Technology-driven, highly-scalable Dragonfly topology", ISCA 2008; fabric reference, section 2.7.
 */
export const dragonfly: Topology = {
  kind: 'dragonfly',
  summary: 'groups of completely joined routers, joined by global links',
  build: (cluster, topology, constants) => {
    const shape = requiredNumbers(topology, ['hosts', 'routers', 'global_links', 'groups']);
    if (isRefusal(shape)) return { ok: false, refusal: shape };
    const { hosts: p, routers: a, global_links: h, groups: g } = shape;
    const ports = a * h;
    if (g > ports + 1) {
      return refused(
        'groups',
        `${g} groups exceed routers x global_links + 1 = ${ports + 1}, one global link to each other group`,
        `use at most ${ports + 1} groups, or more routers or global_links`,
      );
    }
    const places = p * a * g;
    const grow = Math.ceil((endpointsOf(cluster) + topology.managementEndpoints) / (p * a));
    const broken =
      portsRefusal({ name: 'router', tier: 0, endpoints: p, switches: a - 1 + h }, cluster, topology) ??
      placesRefusal(
        places,
        cluster,
        topology,
        grow <= ports + 1
          ? `use at least ${grow} groups`
          : `at most ${p * a * (ports + 1)} endpoints fit ${ports + 1} groups, the most; use more hosts or routers`,
      );
    if (broken !== null) return { ok: false, refusal: broken };

    const routers = a * g;
    const rate = linkRateOf(cluster, topology);
    const local = (g * a * (a - 1)) / 2;
    const global = g === 1 ? 0 : Math.floor((g * ports) / 2);
    const links = g === 1 ? [] : globalLinks(g, ports, h);
    const between = links.reduce(
      (sum, { ends, share }) => pairDistances(a, ends).map((pairs, index) => (sum[index] ?? 0) + (pairs * share) / a),
      [0, 0, 0, 0],
    );
    const distances = [1, a - 1, 0, 0].map((count, index) => count + (between[index] ?? 0));
    // Local links of a path that leaves its router: one inside the group, else those beside the global one.
    const localSteps = (a - 1 + (between[2] ?? 0) + 2 * (between[3] ?? 0)) / Math.max(1, routers - 1);
    const [device] = topology.switches;
    if (device === undefined) throw new Error('checked above: a dragonfly has a switch');
    return switchedFabric(
      {
        kind: 'dragonfly',
        tiers: [
          {
            name: 'router',
            switches: routers,
            switchType: device,
            downPorts: p,
            upPorts: 0,
            downLinks: endpointsOf(cluster) + topology.managementEndpoints,
            upLinks: 0,
            oversubscription: null,
            linkBytesPerS: cluster.nic.bytesPerS,
          },
        ],
        accessLinks: endpointsOf(cluster) + topology.managementEndpoints,
        interSwitchLinks: local + global,
        bisectionBytesPerS: g === 1 ? null : ((g / 2) ** 2 * ports * rate) / (g - 1),
        hops: pathsOfDistances(distances, p),
        levels: [
          {
            name: 'router',
            endpoints: p,
            links: a - 1 + (g === 1 ? 0 : h),
            linkBytesPerS: rate,
            transit: () => (a === 1 ? 1 : (localSteps * (a - 1 + h)) / (a - 1)),
          },
          ...(g === 1
            ? []
            : [
                {
                  name: 'group',
                  endpoints: p * a,
                  links: ports,
                  linkBytesPerS: rate,
                  transit: () => 1,
                },
              ]),
        ],
        wires: () => dragonflyWires(p, a, h, g, DETOUR),
        levelHops: g === 1 ? [1, 2] : [1, 2, distances.reduce((most, count, at) => (count > 0 ? at + 1 : most), 1)],
        notes: [
          ...freeNotes(places, cluster, topology),
          ...(g === 1 ? ['one group has no global links to cut: no bisection is stated'] : []),
        ],
        linksWithin: (block) => (block >= p * a ? local : 0),
        details: {
          endpoints: places,
          local_links: local,
          global_links: global,
          max_groups: ports + 1,
          ports_used_per_router: p + a - 1 + h,
          diameter_links: distances.reduce((most, count, at) => (count > 0 ? at : most), 0),
        },
      },
      cluster,
      topology,
      constants,
    );
  },
};
