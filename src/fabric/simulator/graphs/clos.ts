import { type GraphBuilder, graphBuilder } from '../graph.ts';
import { wireTree } from './tree.ts';
import { type Blueprint, type Draw, type Drawn, nicsPerDomain } from './wiring.ts';

/** How endpoint (node, NIC) finds its leaf among the leaves of one plane. */
type LeafOf = (node: number, nic: number) => number;

/** Endpoints fill leaf after leaf. */
const plain = ({ cluster, tiers }: Blueprint): LeafOf => {
  const down = tiers.length === 1 ? Number.POSITIVE_INFINITY : (tiers[0]?.downPorts ?? 1);
  return (node, nic) => Math.floor((node * cluster.nicsPerNode + nic) / down);
};

/** Rails that share a leaf: as many as the ports allow when the whole cluster is smaller than a unit. */
function railsPerLeaf({ cluster, topology, tiers }: Blueprint): number {
  const rails = cluster.nicsPerNode;
  const slots = cluster.nodes + Math.ceil(topology.managementEndpoints / rails);
  const down = tiers[0]?.downPorts ?? 1;
  const stated = topology.shape['rails_per_leaf'];
  let shared = Math.max(1, Math.min(rails, typeof stated === 'number' ? stated : Math.floor(down / slots)));
  while (rails % shared !== 0) shared--;
  return shared;
}

/** Leaf r of a unit takes NIC r of every node of the unit. */
const railed = (blueprint: Blueprint): LeafOf => {
  if (blueprint.tiers.length === 1) return () => 0;
  const shared = railsPerLeaf(blueprint);
  const unitLeaves = blueprint.cluster.nicsPerNode / shared;
  const unitNodes = Math.floor((blueprint.tiers[0]?.downPorts ?? 1) / shared);
  return (node, nic) => Math.floor(node / unitNodes) * unitLeaves + Math.floor(nic / shared);
};

/** Planes alike, each a whole tree at its share of the NIC rate; every NIC has a port in each. */
const drawPlanes =
  (leafOf: (blueprint: Blueprint) => LeafOf, together: (blueprint: Blueprint) => number): Draw =>
  (blueprint) => {
    const { cluster, planes, tiers } = blueprint;
    const nics = nicsPerDomain(cluster);
    if (nics === null) return { ok: false, reason: 'scale-up domains share NICs' };
    const builder = graphBuilder(
      tiers.map(({ name }) => name),
      nics,
    );
    const trees: number[][] = [];
    for (let plane = 0; plane < planes; plane++) {
      const wired = wireTree(builder, { ...treeOf(blueprint, planes), together: together(blueprint) });
      if ('reason' in wired) return { ok: false, reason: wired.reason };
      trees.push(wired.leaves);
    }
    const leaf = leafOf(blueprint);
    return attachAll(builder, blueprint, (node, nic) => trees.map((leaves) => leaves[leaf(node, nic)]));
  };

/** One tree out of `copies` alike ones. */
const treeOf = ({ cluster, topology, tiers, planes }: Blueprint, copies: number) => ({
  tiers,
  switches: tiers.map((tier) => tier.switches / copies),
  together: 1,
  pods: typeof topology.shape['pods'] === 'number' ? topology.shape['pods'] : null,
  uplinkBytesPerS: tiers.map(
    (_, tier) => topology.linkBytesPerS[tier] ?? topology.linkBytesPerS.at(-1) ?? cluster.nic.bytesPerS / planes,
  ),
});

function attachAll(
  builder: GraphBuilder,
  { cluster, planes }: Blueprint,
  leavesOf: (node: number, nic: number) => readonly (number | undefined)[],
): Drawn {
  for (let node = 0; node < cluster.nodes; node++) {
    for (let nic = 0; nic < cluster.nicsPerNode; nic++) {
      const leaves = leavesOf(node, nic).filter((leaf) => leaf !== undefined);
      if (leaves.length !== planes) return { ok: false, reason: `node ${node} has no leaf` };
      builder.attach(leaves, cluster.nic.bytesPerS / planes);
    }
  }
  return { ok: true, graph: builder.build() };
}

export const drawPlain: Draw = drawPlanes(plain, () => 1);

export const drawRails: Draw = drawPlanes(
  railed,
  (blueprint) => blueprint.cluster.nicsPerNode / railsPerLeaf(blueprint),
);
