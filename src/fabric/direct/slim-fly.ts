import { pathsOfDistances } from '../paths.ts';
import { isRefusal, refused } from '../refusal.ts';
import { requiredNumbers, shapeNumber } from '../shape.ts';
import type { Topology } from '../types.ts';
import { freeNotes, placesRefusal, portsRefusal } from './checks.ts';
import { endpointsOf, linkRateOf, switchedFabric } from './network.ts';
import { slimFlyWires } from './slim-fly-wires.ts';

/** delta of q = 4 w + delta, or null: q = 2 modulo 4 has none. */
function deltaOf(q: number): number | null {
  const rest = q % 4;
  if (rest === 2) return null;
  return rest === 3 ? -1 : rest;
}

/** Whether q is a power of one prime: only then does the graph exist. */
function isPrimePower(q: number): boolean {
  if (q < 2) return false;
  let prime = q;
  for (let d = 2; d * d <= q; d++) {
    if (q % d === 0) {
      prime = d;
      break;
    }
  }
  let rest = q;
  while (rest % prime === 0) rest /= prime;
  return rest === 1;
}

/** No three or four routers form a ring: around one link lead the four others of a ring of five, so three more. */
const DETOUR_OF_PENTAGONS = 3;

/** The nearest q on either side whose graph exists. */
function neighbours(q: number): string {
  const exists = (candidate: number): boolean => deltaOf(candidate) !== null && isPrimePower(candidate);
  let below = q - 1;
  while (below >= 3 && !exists(below)) below--;
  let above = q + 1;
  while (!exists(above)) above++;
  return below >= 3 ? `${below} or ${above}` : `${above}`;
}

/**
 * McKay-Miller-Siran graph: 2 q^2 routers of degree (3 q - delta) / 2, any two of them at most two links apart. Source: Besta
 * and Hoefler, "Slim Fly: a cost effective low-diameter network topology", SC 2014; fabric reference, section 2.9.
 */
export const slimFly: Topology = {
  kind: 'slim-fly',
  summary: 'routers at most two links apart (McKay-Miller-Siran graph)',
  build: (cluster, topology, constants) => {
    const shape = requiredNumbers(topology, ['q']);
    if (isRefusal(shape)) return { ok: false, refusal: shape };
    const { q } = shape;
    const delta = deltaOf(q);
    if (delta === null || q < 3) {
      return refused(
        'q',
        `q = ${q} is not 4 w - 1, 4 w or 4 w + 1, which a slim fly is made of`,
        `use q = ${neighbours(q)}`,
      );
    }
    const routers = 2 * q * q;
    const degree = (3 * q - delta) / 2;
    const hosts = shapeNumber(topology, 'hosts') ?? Math.ceil(degree / 2);
    const places = routers * hosts;
    const endpoints = endpointsOf(cluster) + topology.managementEndpoints;
    let larger = q;
    while (deltaOf(larger) === null || !isPrimePower(larger) || placesOf(larger) < endpoints) larger++;
    const broken =
      portsRefusal({ name: 'router', tier: 0, endpoints: hosts, switches: degree }, cluster, topology) ??
      placesRefusal(places, cluster, topology, `use q = ${larger} or more`);
    if (broken !== null) return { ok: false, refusal: broken };
    const [device] = topology.switches;
    if (device === undefined) throw new Error('checked above: there is a switch');
    const rate = linkRateOf(cluster, topology);
    const others = routers - 1;
    return switchedFabric(
      {
        kind: 'slim-fly',
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
        interSwitchLinks: q * q * degree,
        bisectionBytesPerS: null,
        hops: pathsOfDistances([1, degree, others - degree], hosts),
        levels: [
          {
            name: 'router',
            endpoints: hosts,
            links: degree,
            linkBytesPerS: rate,
            transit: () => (degree + 2 * (others - degree)) / others,
          },
        ],
        wires: () => (isPrimePower(q) ? slimFlyWires(q, hosts, DETOUR_OF_PENTAGONS) : null),
        levelHops: [1, 3],
        notes: [
          'no closed form of the bisection of a slim fly',
          ...(isPrimePower(q)
            ? []
            : [
                `q = ${q} is not a power of a prime: the counts follow from the formulas, but no such graph is known; ` +
                  `the nearest that exist are q = ${neighbours(q)}`,
              ]),
          ...freeNotes(places, cluster, topology),
        ],
        details: {
          endpoints: places,
          network_degree: degree,
          endpoints_per_router: hosts,
          ports_used_per_router: degree + hosts,
          diameter_links: 2,
        },
      },
      cluster,
      topology,
      constants,
    );
  },
};

/** Endpoints of a full slim fly. */
function placesOf(q: number): number {
  const delta = deltaOf(q) ?? 0;
  return 2 * q * q * Math.ceil((3 * q - delta) / 4);
}
