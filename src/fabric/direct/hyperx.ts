import { pathsOfDistances, productDistances } from '../paths.ts';
import { isRefusal, refused } from '../refusal.ts';
import { requiredNumbers, shapeList } from '../shape.ts';
import type { Topology } from '../types.ts';
import { DETOUR } from './capacity.ts';
import { freeNotes, placesRefusal, portsRefusal } from './checks.ts';
import { gridWires } from './grid-wires.ts';
import { endpointsOf, linkRateOf, switchedFabric } from './network.ts';

/**
 * Routers on a grid, completely joined along each axis, `links_per_pair` links a pair (one number, or one an axis). Source: Ahn
 * et al., "HyperX: topology, routing, and packaging of efficient large-scale networks", SC 2009; fabric reference, 2.10.
 */
export const hyperx: Topology = {
  kind: 'hyperx',
  summary: 'routers on a grid, completely joined along each axis',
  build: (cluster, topology, constants) => {
    const shape = requiredNumbers(topology, ['hosts']);
    if (isRefusal(shape)) return { ok: false, refusal: shape };
    const { hosts } = shape;
    const sizes = shapeList(topology, 'dimensions');
    if (sizes.length === 0) {
      return refused(
        'shape',
        'hyperx needs topology.shape.dimensions',
        'state shape: { dimensions: [8, 8], hosts: 8 }',
      );
    }
    const given = shapeList(topology, 'links_per_pair');
    const axes = sizes.map((size, axis) => ({ size, links: given[axis] ?? given.at(-1) ?? 1 }));
    const routers = sizes.reduce((product, size) => product * size, 1);
    const degree = axes.reduce((sum, { size, links }) => sum + (size - 1) * links, 0);
    const places = routers * hosts;
    const endpoints = endpointsOf(cluster) + topology.managementEndpoints;
    const broken =
      portsRefusal({ name: 'router', tier: 0, endpoints: hosts, switches: degree }, cluster, topology) ??
      placesRefusal(
        places,
        cluster,
        topology,
        `use at least ${Math.ceil(endpoints / hosts)} routers, or ${Math.ceil(endpoints / routers)} hosts a router`,
      );
    if (broken !== null) return { ok: false, refusal: broken };
    const [device] = topology.switches;
    if (device === undefined) throw new Error('checked above: there is a switch');
    const rate = linkRateOf(cluster, topology);
    const wide = axes.filter(({ size }) => size > 1);
    const cuts = wide.map(({ size, links }) => (routers / size) * Math.floor(size / 2) * Math.ceil(size / 2) * links);
    const narrow = wide.length === 0 ? null : Math.min(...cuts);
    const odd = wide.every(({ size }, axis) => size % 2 === 1 || cuts[axis] !== narrow);
    // Of uniform traffic (size - 1) / size moves along an axis, over (size - 1) x links of each router.
    const busiest = Math.min(...wide.map(({ size, links }) => size * links));
    const outside = 1 - 1 / routers;
    return switchedFabric(
      {
        kind: 'hyperx',
        tiers: [
          {
            name: 'router',
            switches: routers,
            switchType: device,
            downPorts: hosts,
            upPorts: 0,
            downLinks: endpoints,
            upLinks: 0,
            oversubscription: null,
            linkBytesPerS: cluster.nic.bytesPerS,
          },
        ],
        accessLinks: endpoints,
        interSwitchLinks: axes.reduce((sum, { size, links }) => sum + (routers * (size - 1) * links) / 2, 0),
        bisectionBytesPerS: narrow === null ? null : narrow * rate,
        hops: pathsOfDistances(productDistances(wide.map(({ size }) => [1, size - 1])), hosts),
        levels:
          wide.length === 0
            ? []
            : [
                {
                  name: 'router',
                  endpoints: hosts,
                  links: degree,
                  linkBytesPerS: rate,
                  transit: () => degree / (busiest * outside),
                },
              ],
        wires: () => (wide.length === 0 ? null : gridWires(axes, hosts, DETOUR)),
        levelHops: wide.length === 0 ? [1] : [1, wide.length + 1],
        notes: [
          ...(narrow === null ? ['one router has no links to cut: no bisection is stated'] : []),
          ...(narrow !== null && odd ? ['an odd axis has no exact halves: the bisection is an estimate'] : []),
          ...freeNotes(places, cluster, topology),
        ],
        details: {
          endpoints: places,
          network_degree: degree,
          ports_used_per_router: degree + hosts,
          diameter_links: wide.length,
          ...(narrow === null ? {} : { bisection_links: narrow }),
        },
      },
      cluster,
      topology,
      constants,
    );
  },
};
