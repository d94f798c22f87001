import { graphBuilder } from '../graph.ts';
import { wireTree } from './tree.ts';
import { type Blueprint, type Draw, nicsPerDomain } from './wiring.ts';

/** How a kind hangs endpoints on its trees. */
interface Hanging {
  /** Separate sets of trees; an endpoint belongs to one set and has a port in each of its planes. */
  readonly sets: number;
  readonly planesPerNic: number;
  /** Leaves of one unit, one a rail; 1 where a leaf takes all NICs of a node. */
  readonly together: number;
  /** Set of an endpoint, and its leaf among the leaves of each tree of the set. */
  place(node: number, nic: number): { readonly set: number; readonly leaf: number };
}

/** Ports of a leaf that face endpoints; one switch takes all. */
const leafDown = ({ tiers, topology }: Blueprint): number =>
  tiers.length === ((topology.shape['zones'] ?? 1) === 1 ? 1 : 2)
    ? Number.POSITIVE_INFINITY
    : (tiers[0]?.downPorts ?? 1);

/** Endpoints fill leaf after leaf. */
function plain(blueprint: Blueprint): Hanging {
  const down = leafDown(blueprint);
  const { nicsPerNode } = blueprint.cluster;
  return {
    sets: 1,
    planesPerNic: blueprint.planes,
    together: 1,
    place: (node, nic) => ({ set: 0, leaf: Math.floor((node * nicsPerNode + nic) / down) }),
  };
}

/** Leaf r of a unit takes NIC r of every node of the unit, or of so many rails as the spec states. */
function rails(blueprint: Blueprint): Hanging {
  const { cluster, topology, tiers, planes } = blueprint;
  const down = leafDown(blueprint);
  const all = cluster.nicsPerNode;
  const stated = tiers.length === 1 ? all : topology.shape['rails_per_leaf'];
  let shared = Math.max(1, Math.min(all, typeof stated === 'number' ? stated : 1));
  while (all % shared !== 0) shared--;
  const unitLeaves = all / shared;
  const unitNodes = Math.floor(down / shared);
  return {
    sets: 1,
    planesPerNic: planes,
    together: unitLeaves,
    place: (node, nic) => ({ set: 0, leaf: Math.floor(node / unitNodes) * unitLeaves + Math.floor(nic / shared) }),
  };
}

/** A tree a rail of the scale-up domain, none between rails; rails that share a switch do not meet on it. */
function separateRails(blueprint: Blueprint): Hanging {
  const { cluster, planes } = blueprint;
  const down = leafDown(blueprint);
  const perDomain = nicsPerDomain(cluster) ?? 1;
  return {
    sets: perDomain,
    planesPerNic: planes,
    together: 1,
    place: (node, nic) => {
      const endpoint = node * cluster.nicsPerNode + nic;
      return { set: endpoint % perDomain, leaf: Math.floor(Math.floor(endpoint / perDomain) / down) };
    },
  };
}

/** Planes that a NIC has a port in, all or some; NICs in different planes never meet. */
function parallelPlanes(blueprint: Blueprint): Hanging {
  const { cluster, topology, planes } = blueprint;
  const down = leafDown(blueprint);
  const stated = topology.shape['planes_per_nic'];
  const planesPerNic = typeof stated === 'number' ? stated : planes;
  const sets = planes / planesPerNic;
  const nics = cluster.nicsPerNode / sets;
  return {
    sets,
    planesPerNic,
    together: 1,
    place: (node, nic) => ({
      set: Math.floor(nic / nics),
      leaf: Math.floor((node * nics + (nic % nics)) / down),
    }),
  };
}

const drawTrees =
  (hang: (blueprint: Blueprint) => Hanging): Draw =>
  (blueprint) => {
    const { cluster, topology, tiers } = blueprint;
    const domainNics = nicsPerDomain(cluster);
    if (domainNics === null) return { ok: false, reason: 'scale-up domains share NICs' };
    const zones = typeof topology.shape['zones'] === 'number' ? topology.shape['zones'] : 1;
    const { sets, planesPerNic, together, place } = hang(blueprint);
    if (zones > 1 && sets * planesPerNic > 1) return { ok: false, reason: 'zones of several planes are not drawn' };
    // The tier that joins zones hangs on the leaves, beside the tree.
    const own = zones > 1 ? tiers.slice(0, -1) : tiers;
    const portBytesPerS = cluster.nic.bytesPerS / planesPerNic;
    const builder = graphBuilder(
      tiers.map(({ name }) => name),
      domainNics,
    );
    const nodes = cluster.nodes / zones;
    const borders: number[][] = [];
    for (let zone = 0; zone < zones; zone++) {
      const trees: number[][][] = [];
      for (let set = 0; set < sets; set++) {
        trees.push([]);
        for (let plane = 0; plane < planesPerNic; plane++) {
          const wired = wireTree(builder, {
            tiers: own,
            switches: own.map(({ switches }) =>
              topology.shape['share_switches'] === 1 && own.length === 1 ? 1 : switches / (sets * planesPerNic * zones),
            ),
            together,
            pods: typeof topology.shape['pods'] === 'number' ? topology.shape['pods'] : null,
            uplinkBytesPerS: own.map(
              (_, tier) => topology.linkBytesPerS[tier] ?? topology.linkBytesPerS.at(-1) ?? portBytesPerS,
            ),
          });
          if ('reason' in wired) return { ok: false, reason: wired.reason };
          trees[set]?.push(wired.leaves);
        }
      }
      const leavesOf = (node: number, nic: number): number[] => {
        const { set, leaf } = place(node, nic);
        return (trees[set] ?? []).map((tree) => tree[leaf]).filter((each) => each !== undefined);
      };
      for (let node = 0; node < nodes; node++) {
        for (let nic = 0; nic < cluster.nicsPerNode; nic++) {
          const leaves = leavesOf(node, nic);
          if (leaves.length !== planesPerNic) return { ok: false, reason: `NIC ${nic} of node ${node} has no leaf` };
          builder.attach(leaves, portBytesPerS);
        }
      }
      // Border ports follow those of the endpoints.
      const links = zones > 1 && typeof topology.shape['zone_links'] === 'number' ? topology.shape['zone_links'] : 0;
      borders.push(
        Array.from({ length: links }, (_, link) =>
          leavesOf(nodes + Math.floor(link / cluster.nicsPerNode), link % cluster.nicsPerNode),
        ).flat(),
      );
    }
    const joining = tiers.at(-1);
    if (zones > 1 && joining !== undefined) {
      const first = builder.addSwitches(tiers.length - 1, joining.switches);
      for (const border of borders) {
        border.forEach((leaf, link) => {
          builder.join(leaf, first + (link % joining.switches), 1, cluster.nic.bytesPerS, tiers.length - 1);
        });
      }
    }
    return { ok: true, graph: builder.build() };
  };

export const drawPlain = drawTrees(plain);
export const drawRails = drawTrees(rails);
export const drawSeparateRails = drawTrees(separateRails);
export const drawPlanes = drawTrees(parallelPlanes);
