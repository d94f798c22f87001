import { drawGraph } from '../fabric/simulator/graphs/registry.ts';
import type { Fabric } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { formatCount, formatExact, formatLinkRate, formatNumber } from '../units/format.ts';

/** One box of a picture; `tier` counts from 0, the endpoints' own. */
export interface PictureNode {
  readonly id: string;
  readonly lines: readonly string[];
  readonly tier: number;
  /** Place on a grid, where the fabric is one. */
  readonly place?: readonly [number, number];
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** Parallel cables, or links of a whole group. */
  readonly links: number;
  readonly label?: string;
}

/** A fabric as boxes and lines: every switch of a small one, groups with counts of a large one. */
export interface Picture {
  readonly title: string;
  /** Its kind and what it consists of. */
  readonly facts: readonly string[];
  /** How to lay it out: by tiers, on a grid, or in a circle. */
  readonly layout: 'tiers' | 'grid' | 'circle';
  readonly summarised: boolean;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** More of them are a thicket: the picture shows groups instead. */
const MOST_NODES = 256;
const MOST_EDGES = 1024;
const MOST_GROUPS = 36;

/** The picture of a built fabric. */
export function fabricPicture(plan: Plan, fabric: Fabric): Picture {
  const { each, ...drawn } =
    (hasTiersAndPeers(fabric) ? null : everySwitch(plan, fabric)) ?? groupsOf(plan, fabric) ?? tiersOf(plan, fabric);
  const { cluster, name } = plan;
  const parts = [
    fabric.kind,
    some(cluster.nodes * cluster.nicsPerNode, 'endpoint'),
    ...(switchesOf(fabric) === 0 ? [] : [some(switchesOf(fabric), 'switch', 'switches')]),
    some(fabric.interSwitchLinks, fabric.kind === 'torus' ? 'link' : 'inter-switch link'),
    ...(each === undefined ? [] : [each]),
  ];
  return { title: name ?? `${formatCount(cluster.gpus)} x ${cluster.gpu.id}`, facts: parts, ...drawn };
}

/** Links inside a tier besides those between tiers (dragonfly-plus) would run through the boxes beside them. */
const hasTiersAndPeers = ({ tiers, interSwitchLinks }: Fabric): boolean =>
  tiers.length > 1 && interSwitchLinks > tiers.reduce((sum, { upLinks }) => sum + upLinks, 0);

interface Drawn extends Omit<Picture, 'title' | 'facts'> {
  readonly each?: string;
}

const switchesOf = ({ tiers }: Fabric): number => tiers.reduce((sum, { switches }) => sum + switches, 0);

const some = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const linksLabel = (links: number, bytesPerS: number): string =>
  `${some(links, 'link')} of ${formatLinkRate(bytesPerS)}`;

function everySwitch({ cluster, topology }: Plan, fabric: Fabric): Drawn | null {
  const drawn = fabric.kind === 'torus' ? cluster.nodes * cluster.nicsPerNode : switchesOf(fabric);
  if (drawn > MOST_NODES || fabric.interSwitchLinks > MOST_NODES * MOST_EDGES) return null;
  const found = drawGraph(fabric.kind, { cluster, topology, tiers: fabric.tiers, planes: fabric.planes });
  if (!found.ok) return null;
  const { graph } = found;
  if (graph.linkFrom.length / 2 > MOST_EDGES) return null;
  const hosts = new Array<number>(graph.switches).fill(0);
  for (const at of graph.attachmentOf) {
    for (const each of graph.attachments[at]?.switches ?? []) hosts[each] = (hosts[each] ?? 0) + 1;
  }
  const numbers = new Map<number, number>();
  const grid = gridOf(fabric.kind, topology.shape['dimensions']);
  const nodes = Array.from({ length: graph.switches }, (_, at): PictureNode => {
    const tier = graph.switchTier[at] ?? 0;
    const number = (numbers.get(tier) ?? 0) + 1;
    numbers.set(tier, number);
    const name = fabric.kind === 'torus' ? 'endpoint' : (fabric.tiers[tier]?.name ?? 'switch');
    const endpoints = fabric.kind === 'torus' ? 0 : (hosts[at] ?? 0);
    return {
      id: `${name} ${number}`,
      lines: [`${name} ${number}`, ...(endpoints === 0 ? [] : [some(endpoints, 'endpoint')])],
      tier: tier + 1,
      ...(grid === null ? {} : { place: grid(at) }),
    };
  });
  const edges: PictureEdge[] = [];
  for (let link = 0; link < graph.linkFrom.length; link += 2) {
    const [a, b] = [nodes[graph.linkFrom[link] ?? 0], nodes[graph.linkTo[link] ?? 0]];
    if (a === undefined || b === undefined) continue;
    edges.push({ from: a.id, to: b.id, links: graph.linkCables[link] ?? 1 });
  }
  const layered = fabric.tiers.length > 1 || graph.switches === 1;
  return { layout: grid !== null ? 'grid' : layered ? 'tiers' : 'circle', summarised: false, nodes, edges };
}

/** Places of a fabric whose switches are a plane grid. */
function gridOf(
  kind: string,
  dimensions: number | readonly number[] | undefined,
): ((at: number) => [number, number]) | null {
  if (kind !== 'torus' && kind !== 'hyperx') return null;
  const wide = (typeof dimensions === 'number' ? [dimensions] : (dimensions ?? [])).filter((size) => size > 1);
  const [, columns] = wide;
  return wide.length !== 2 || columns === undefined ? null : (at) => [at % columns, -Math.floor(at / columns)];
}

/** Groups of a dragonfly, each with the links to every other. */
function groupsOf({ topology }: Plan, fabric: Fabric): Drawn | null {
  const { groups } = topology.shape;
  if (typeof groups !== 'number' || groups < 2 || groups > MOST_GROUPS) return null;
  const lines = fabric.tiers.map(({ name, switches }) => some(switches / groups, name, plural(name)));
  const between = fabric.details?.['global_links'] ?? fabric.details?.['inter_group_links'] ?? 0;
  const perPair = between / ((groups * (groups - 1)) / 2);
  const nodes = Array.from({ length: groups }, (_, group) => ({
    id: `group ${group + 1}`,
    lines: [`group ${group + 1}`, ...lines, some(fabric.accessLinks / groups, 'endpoint')],
    tier: 1,
  }));
  const edges = nodes.flatMap((from, index) =>
    nodes.slice(index + 1).map((to) => ({ from: from.id, to: to.id, links: perPair })),
  );
  return {
    each: `${perPair === 1 ? '1 link' : `${formatNumber(perPair)} links`} between two groups`,
    layout: 'circle',
    summarised: true,
    nodes,
    edges,
  };
}

const plural = (name: string): string => (name === 'leaf' ? 'leaves' : `${name}s`);

/** One box a tier, the endpoints below. */
function tiersOf(plan: Plan, fabric: Fabric): Drawn {
  const { cluster, topology } = plan;
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  const climbing = fabric.tiers.reduce((sum, { upLinks }) => sum + upLinks, 0);
  const peers = fabric.interSwitchLinks - climbing;
  const own = Object.entries(fabric.details ?? {}).map(
    ([name, value]) => `${name.replaceAll('_', ' ')}: ${formatExact(value)}`,
  );
  const { dimensions } = topology.shape;
  const axes = fabric.kind === 'torus' && typeof dimensions === 'object' ? [`rings of ${dimensions.join(' x ')}`] : [];
  const nodes: PictureNode[] = [
    { id: 'endpoints', lines: [some(endpoints, 'endpoint'), `on ${some(cluster.nodes, 'node')}`, ...axes], tier: 0 },
  ];
  const edges: PictureEdge[] = [];
  let below = 'endpoints';
  fabric.tiers.forEach((tier, index) => {
    const ports = tier.downPorts + tier.upPorts === 0 ? [] : [`each ${tier.downPorts} down, ${tier.upPorts} up`];
    const planes = fabric.planes === 1 ? [] : [`in ${some(fabric.planes, 'plane')}`];
    nodes.push({
      id: tier.name,
      lines: [
        some(tier.switches, `${tier.name} switch`, `${tier.name} switches`),
        tier.switchType.name,
        ...ports,
        ...planes,
      ],
      tier: index + 1,
    });
    const ratio = fabric.tiers[index - 1]?.oversubscription ?? null;
    const ratioLabel = ratio === null || index === 0 ? '' : `, ${formatNumber(ratio)}:1`;
    if (tier.downLinks > 0) {
      const label = `${linksLabel(tier.downLinks, tier.linkBytesPerS)}${ratioLabel}`;
      edges.push({ from: tier.below ?? below, to: tier.name, links: tier.downLinks, label });
    }
    below = tier.name;
  });
  if (peers > 0) {
    const rate = topology.linkBytesPerS[0] ?? fabric.tiers.at(-1)?.linkBytesPerS ?? cluster.nic.bytesPerS;
    const around = fabric.kind === 'torus' ? 'endpoints' : below;
    const label = fabric.kind === 'torus' ? some(peers, 'link') : linksLabel(peers, rate);
    edges.push({ from: around, to: around, links: peers, label });
    if (own.length > 0) nodes.push({ id: 'numbers', lines: own, tier: -1 });
  }
  return { layout: 'tiers', summarised: true, nodes, edges };
}
