import type { TopologyPlan } from '../../spec/plan.ts';
import { formatCount } from '../../units/format.ts';
import type { Groups } from '../capacity/groups.ts';
import { constant } from '../constants.ts';
import { cableTimes } from '../latency.ts';
import { productDistances } from '../paths.ts';
import { refused } from '../refusal.ts';
import { shapeList } from '../shape.ts';
import type { FabricTier, Topology } from '../types.ts';
import type { DirectLevel } from './capacity.ts';
import { directFabric, endpointsOf } from './network.ts';
import { opticalCircuits } from './optical-circuits.ts';
import { boxLoad } from './torus-boxes.ts';
import { torusWires } from './torus-wires.ts';

/** Endpoints of a ring of `size` at each distance; a ring of two has one link, not two. */
function ringDistances(size: number): number[] {
  const counts = [1];
  for (let distance = 1; distance <= Math.floor(size / 2); distance++) {
    counts.push(2 * distance === size ? 1 : 2);
  }
  return counts;
}

/** Links of one endpoint along an axis. */
const linksAlong = (size: number): number => (size > 2 ? 2 : size - 1);

/** Mean distance along a ring, the own place included. */
const meanAlong = (size: number): number => (size % 2 === 0 ? size / 4 : (size * size - 1) / (4 * size));

/**
 * Endpoints on a grid whose axes close to rings; no switches, each endpoint passes traffic on. Hops are links. Source: fabric
 * reference, section 2.8. With `shape.cube` the grid is built of cubes joined by optical circuit switches (TPU v4, ISCA 2023).
 */
export const torus: Topology = {
  kind: 'torus',
  summary: 'endpoints on a grid of rings, without switches',
  build: (cluster, topology, constants) => {
    const sizes = shapeList(topology, 'dimensions');
    if (sizes.length === 0) {
      return refused('shape', 'torus needs topology.shape.dimensions', 'state shape: { dimensions: [16, 16, 16] }');
    }
    const places = sizes.reduce((product, size) => product * size, 1);
    const endpoints = endpointsOf(cluster);
    if (places !== endpoints) {
      return refused(
        'dimensions',
        `${sizes.join(' x ')} is ${formatCount(places)} places for ${formatCount(endpoints)} NICs`,
        `use dimensions that multiply to ${formatCount(endpoints)}, or ${formatCount(places / cluster.nicsPerNode)} nodes`,
      );
    }
    const circuits = opticalCircuits(sizes, topology);
    if (circuits !== null && 'limit' in circuits) return { ok: false, refusal: circuits };
    const wide = sizes.filter((size) => size > 1);
    const perEndpoint = wide.reduce((sum, size) => sum + linksAlong(size), 0);
    const rate = topology.linkBytesPerS[0] ?? cluster.nic.bytesPerS / Math.max(1, perEndpoint);
    const longest = Math.max(...sizes);
    const cut = longest < 2 ? null : (linksAlong(longest) * places) / longest;
    const links = (places * perEndpoint) / 2;
    const diameter = wide.reduce((sum, size) => sum + Math.floor(size / 2), 0);
    const meanDistance = wide.reduce((sum, size) => sum + meanAlong(size), 0);
    const { fabricS } = cableTimes(topology, constants);
    const hopS = constant(constants, 'torus_hop_latency') + fabricS;
    return {
      ok: true,
      fabric: directFabric(
        {
          kind: 'torus',
          tiers: circuits === null ? [] : [circuitTier(circuits.switches, rate, topology)],
          accessLinks: 0,
          interSwitchLinks: links,
          peerLinkBytesPerS: rate,
          bisectionBytesPerS: cut === null ? null : cut * rate,
          levels: levelsOf(wide, perEndpoint, rate),
          wires: () => (wide.length === 0 ? null : torusWires(wide)),
          shaped: (pattern, groups) => boxLoad(wide, pattern, groups),
          levelHops: wide.length === 0 ? [0] : [0, 1],
          notes: [
            'a torus has no switches: hops are links, each passed on by an endpoint',
            ...(cut === null ? ['one endpoint has no links to cut: no bisection is stated'] : []),
            ...(longest % 2 === 1 && cut !== null
              ? ['an odd axis has no exact halves: the bisection is an estimate']
              : []),
          ],
          linksWithin: (block) => linksInside(sizes, shapeList(topology, 'cube'), block),
          details: {
            endpoints: places,
            links_per_endpoint: perEndpoint,
            diameter_links: diameter,
            mean_distance_links_including_self: meanDistance,
            ...(cut === null ? {} : { bisection_links: cut }),
            ...(circuits === null ? {} : circuits.details),
          },
        },
        torusPaths(wide, places, diameter, meanDistance, hopS),
        cluster,
        topology,
        constants,
        (hops) => hops * hopS,
      ),
    };
  },
};

/** Links inside boxes of at most `block` endpoints: the stated cubes where they fit, else filled axis by axis from the last. */
function linksInside(sizes: readonly number[], cube: readonly number[], block: number): number {
  const places = sizes.reduce((product, size) => product * size, 1);
  const isCube = cube.length > 0 && cube.reduce((product, size) => product * size, 1) <= block;
  const box = isCube ? [...cube] : sizes.map(() => 1);
  if (!isCube) {
    let left = block;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const size = sizes[axis] ?? 1;
      let side = Math.min(size, Math.floor(left));
      while (size % side !== 0) side--;
      box[axis] = side;
      left /= side;
    }
  }
  return box.reduce((sum, side, axis) => {
    const size = sizes[axis] ?? 1;
    const perLine = side === size ? (size * linksAlong(size)) / 2 : side - 1;
    return sum + (places / side) * perLine;
  }, 0);
}

/** Closed forms of the mean and the diameter: the distribution is as long as the longest path. */
function torusPaths(wide: readonly number[], places: number, diameter: number, meanDistance: number, hopS: number) {
  const meanHops = places === 1 ? 0 : (meanDistance * places) / (places - 1);
  return {
    maxHops: diameter,
    meanHops,
    latencyS: { min: places === 1 ? 0 : hopS, mean: meanHops * hopS, max: diameter * hopS },
    hops: () =>
      places === 1
        ? [{ hops: 0, share: 1 }]
        : productDistances(wide.map(ringDistances))
            .map((count, hops) => ({ hops, share: count / (places - 1) }))
            .slice(1),
  };
}

/** Members of a group beyond which a group is taken to fill every axis evenly. */
const MOST_MEMBERS = 2 ** 16;

/** Mean distance along a ring of `size` between different members of a group in the order of endpoints. */
function meanBetween({ members, stride }: Groups, step: number, size: number): number {
  const here = new Array<number>(size).fill(0);
  for (let member = 0; member < members; member++) {
    const at = Math.floor((member * stride) / step) % size;
    here[at] = (here[at] as number) + 1;
  }
  let sum = 0;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const apart = Math.abs(a - b);
      sum += (here[a] as number) * (here[b] as number) * Math.min(apart, size - apart);
    }
  }
  return sum / (members * (members - 1));
}

/**
 * One block is one endpoint; `transit` stands for the paths where there are too many to walk. An all-to-all is held back by
 * the axis whose links it loads most, any other pattern by the axis along which neighbours are farthest apart.
 */
function levelsOf(wide: readonly number[], perEndpoint: number, rate: number): DirectLevel[] {
  if (wide.length === 0) return [];
  const places = wide.reduce((product, size) => product * size, 1);
  return [
    {
      name: 'torus',
      endpoints: 1,
      links: perEndpoint,
      linkBytesPerS: rate,
      transit: (pattern, groups) => {
        let step = places;
        const loads = wide.map((size) => {
          step /= size;
          if (pattern !== 'all-to-all') {
            const apart = Math.floor(groups.stride / step) % size;
            return Math.min(apart, size - apart) * perEndpoint;
          }
          const apart =
            groups.members > MOST_MEMBERS ? (meanAlong(size) * places) / (places - 1) : meanBetween(groups, step, size);
          return (apart * perEndpoint) / linksAlong(size);
        });
        return Math.max(pattern === 'all-to-all' ? 1 : perEndpoint, ...loads);
      },
    },
  ];
}

/** Optical circuit switches join cubes; their ports carry light, not packets. */
function circuitTier(switches: number, rate: number, topology: TopologyPlan): FabricTier {
  const [device] = topology.switches;
  if (device === undefined) throw new Error('checked before: cubes have an optical circuit switch');
  return {
    name: 'optical-circuit',
    switches,
    switchType: device,
    downPorts: 0,
    upPorts: 0,
    downLinks: 0,
    upLinks: 0,
    oversubscription: null,
    linkBytesPerS: rate,
  };
}
