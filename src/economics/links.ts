import type { Optic } from '../catalog/types.ts';
import type { Fabric, FabricTier } from '../fabric/types.ts';
import type { ClusterPlan, LengthClass, Plan, RacksPlan } from '../spec/plan.ts';
import { type PlacedLinks, placeAccess, placePeers, placeUplinks } from './racks.ts';

/** One end of a group of equal links: the devices that hold it. */
export interface LinkEnd {
  readonly where: string;
  /** In the cages of a switch whose published maximum draw covers its optics. */
  readonly inSwitchRating: boolean;
  readonly links: number;
  /** Modules of a medium that ends `linksPerModule` links with one module. */
  modules(linksPerModule: number): number;
}

/** Links of one kind: same medium, same rate, same two kinds of devices. */
export interface LinkGroup {
  readonly name: string;
  /** Index of the tier they lead up to; `peers` join switches of that tier with each other. */
  readonly tier: number;
  readonly peers: boolean;
  readonly optic: Optic;
  readonly lengthM: number;
  /** Fibre between the modules of the link; absent: the medium is a cable. */
  readonly fibre?: Optic;
  readonly links: number;
  readonly linkBytesPerS: number;
  readonly ends: readonly LinkEnd[];
}

/** Modules when `links` spread evenly over `devices`, rounded up on each device. */
function spread(links: number, devices: number, linksPerModule: number): number {
  if (devices === 0 || links === 0) return 0;
  const base = Math.floor(links / devices);
  const larger = links - base * devices;
  return larger * Math.ceil((base + 1) / linksPerModule) + (devices - larger) * Math.ceil(base / linksPerModule);
}

/** Modules when devices of `ports` ports fill up one after the other, rounded up on each device. */
function fill(links: number, ports: number, linksPerModule: number): number {
  if (ports === 0) return Math.ceil(links / linksPerModule);
  const full = Math.floor(links / ports);
  return full * Math.ceil(ports / linksPerModule) + Math.ceil((links - full * ports) / linksPerModule);
}

const spreadEnd = (where: string, links: number, devices: number): LinkEnd => ({
  where,
  inSwitchRating: false,
  links,
  modules: (linksPerModule) => spread(links, devices, linksPerModule),
});

/** An end in a switch; a switch with co-packaged optics takes no modules. */
function switchEnd(end: LinkEnd, { switchType }: FabricTier): LinkEnd {
  const inSwitchRating = switchType.maxPowerW !== null;
  if (switchType.opticsIncluded === true) return { ...end, links: 0, inSwitchRating, modules: () => 0 };
  return { ...end, inSwitchRating };
}

/**
 * Links that end at a server share a module only on one device: the twin-port cages of a server that has them, else the
 * NIC (a NIC with one port per plane).
 */
function serverEnd(cluster: ClusterPlan, links: number): LinkEnd {
  const shared = cluster.server !== null && cluster.server.twinPortCages !== null;
  const devices = shared ? cluster.nodes : cluster.nodes * cluster.nicsPerNode;
  return spreadEnd('server end', links, devices);
}

type Span = Pick<LinkGroup, 'optic' | 'lengthM' | 'fibre' | 'links'> & { readonly where: string };

const WHERE: Readonly<Record<LengthClass, string>> = { rack: 'in a rack', row: 'along a row', hall: 'across the hall' };

/**
 * Links of a role by length: as the rack layout places them, or all alike where the spec has none.
 *
 * @param place the links of each length class
 */
function spans(
  { optics, racks }: Plan['topology'],
  role: 'access' | 'fabric',
  links: number,
  place: (racks: RacksPlan) => readonly PlacedLinks[],
): readonly Span[] {
  if (racks !== undefined) {
    return place(racks).map((part) => {
      const { optic, fibre } = racks[role][part.place];
      const own = fibre === undefined || isCable(optic) ? {} : { fibre };
      return { optic, ...own, lengthM: racks.lengthsM[part.place], links: part.links, where: `, ${WHERE[part.place]}` };
    });
  }
  const fibre = role === 'access' ? optics.accessFibre : optics.fabricFibre;
  return [
    {
      optic: optics[role],
      lengthM: role === 'access' ? optics.accessLengthM : optics.fabricLengthM,
      ...(fibre === undefined || isCable(optics[role]) ? {} : { fibre }),
      links,
      where: '',
    },
  ];
}

/**
 * Access links that end at NICs: a port of every NIC in each of its planes. The rest are those of fabric managers, whose
 * far ends are not bought here.
 */
function nicLinks({ cluster, topology }: Plan, { accessLinks, planes }: Fabric): number {
  const { planes_per_nic: stated } = topology.shape;
  const portsPerNic = typeof stated === 'number' ? stated : planes;
  return Math.min(accessLinks, cluster.nodes * cluster.nicsPerNode * portsPerNic);
}

function accessGroups(plan: Plan, fabric: Fabric, leaf: FabricTier): LinkGroup[] {
  const { cluster, topology } = plan;
  let atNics = nicLinks(plan, fabric);
  const parts = spans(topology, 'access', fabric.accessLinks, (racks) => placeAccess(plan, fabric, leaf, racks));
  return parts.map(({ where, ...span }): LinkGroup => {
    const { links } = span;
    const here = Math.min(links, atNics);
    atNics -= here;
    return {
      name: `server to ${leaf.name}${where}`,
      tier: 0,
      peers: false,
      ...span,
      linkBytesPerS: leaf.linkBytesPerS,
      ends: [
        serverEnd(cluster, here),
        switchEnd(
          {
            where: `${leaf.name} end`,
            inSwitchRating: false,
            links,
            modules: (linksPerModule) => fill(links, leaf.downPorts, linksPerModule),
          },
          leaf,
        ),
      ],
    };
  });
}

function fabricGroups(plan: Plan, lower: FabricTier, upper: FabricTier, all: number, tier: number): LinkGroup[] {
  const parts = spans(plan.topology, 'fabric', all, (racks) => placeUplinks(plan, all, racks));
  return parts.map(({ where, ...span }): LinkGroup => {
    const { links } = span;
    return {
      name: `${lower.name} to ${upper.name}${where}`,
      tier,
      peers: false,
      ...span,
      linkBytesPerS: upper.linkBytesPerS,
      ends: [
        switchEnd(spreadEnd(`${lower.name} end`, links, lower.switches), lower),
        switchEnd(spreadEnd(`${upper.name} end`, links, upper.switches), upper),
      ],
    };
  });
}

/** Links among the switches of the top tier (dragonfly, slim fly, hyperx), or among nodes without switches (torus). */
function peerGroups(plan: Plan, fabric: Fabric, all: number): LinkGroup[] {
  const { tiers } = fabric;
  const top = tiers.at(-1);
  const switched = top !== undefined && fabric.accessLinks > 0;
  const devices = switched ? top.switches : plan.cluster.nodes;
  const name = switched ? `${top.name} to ${top.name}` : 'node to node';
  const parts = spans(plan.topology, 'fabric', all, (racks) => placePeers(plan, fabric, all, racks));
  return parts.map(({ where, ...span }): LinkGroup => {
    const end = spreadEnd('both ends', 2 * span.links, devices);
    return {
      name: `${name}${where}`,
      tier: Math.max(0, tiers.length - 1),
      peers: true,
      ...span,
      linkBytesPerS: fabric.peerLinkBytesPerS ?? top?.linkBytesPerS ?? plan.cluster.nic.bytesPerS,
      ends: [switched ? switchEnd(end, top) : end],
    };
  });
}

/** The links of a fabric by kind. Their sum is `accessLinks + interSwitchLinks`. */
export function linkGroups(plan: Plan, fabric: Fabric): readonly LinkGroup[] {
  const groups: LinkGroup[] = [];
  const { tiers } = fabric;
  const [leaf] = tiers;
  if (leaf !== undefined && fabric.accessLinks > 0) groups.push(...accessGroups(plan, fabric, leaf));
  let climbing = 0;
  for (const [index, upper] of tiers.entries()) {
    const lower = tiers.find(({ name }) => name === upper.below) ?? tiers[index - 1];
    if (lower === undefined || upper.downLinks === 0) continue;
    groups.push(...fabricGroups(plan, lower, upper, upper.downLinks, index));
    climbing += upper.downLinks;
  }
  const peers = fabric.interSwitchLinks - climbing;
  if (peers > 0) groups.push(...peerGroups(plan, fabric, peers));
  return groups;
}

/** Copper and active optical cables are one item with both ends; modules, also co-packaged ones, end fibre. */
export const isCable = (optic: Optic): boolean => optic.kind !== 'module' && optic.kind !== 'co-packaged';

/**
 * Pluggable modules by tier: both ends of the links below the tier and, at the top, of those between its switches. Cables have
 * none, co-packaged optics neither.
 */
export function pluggables(plan: Plan, fabric: Fabric): readonly number[] {
  const counts = new Array<number>(Math.max(1, fabric.tiers.length)).fill(0);
  for (const { optic, tier, linkBytesPerS, ends } of linkGroups(plan, fabric)) {
    if (optic.kind !== 'module') continue;
    const modules = ends.reduce((sum, end) => sum + end.modules(linksPerModule(optic, linkBytesPerS)), 0);
    counts[tier] = (counts[tier] ?? 0) + modules;
  }
  return counts;
}

/** Draw of one end of one link, W; null when nobody published it. `powerPerEndW` of a module is the whole module's. */
export function endPowerW(group: LinkGroup): number | null {
  const { optic } = group;
  if (optic.powerPerEndW === null) return null;
  return isCable(optic) ? optic.powerPerEndW : optic.powerPerEndW / linksPerModule(optic, group.linkBytesPerS);
}

/** Draw of everything that sits in the cages of one end of a group, W. */
export function cagePowerW(group: LinkGroup, end: LinkEnd): number | null {
  const { powerPerEndW } = group.optic;
  return powerPerEndW === null ? null : cageItems(group, end) * powerPerEndW;
}

/** Modules, or ends of cables, in the cages of one end of a group. */
export const cageItems = ({ optic, linkBytesPerS }: LinkGroup, end: LinkEnd): number =>
  isCable(optic) ? end.links : end.modules(linksPerModule(optic, linkBytesPerS));

/** Rates that differ by rounding are equal. */
const rounding = 1e-9;

/**
 * Links that one module ends: a twin-port module of twice the link rate ends two; at its full rate, one. Below 1 when a
 * link needs several modules at each end.
 */
export function linksPerModule(optic: Optic, linkBytesPerS: number): number {
  if (optic.bytesPerS === null || linkBytesPerS <= 0) return optic.linksPerModule;
  const ratio = optic.bytesPerS / linkBytesPerS;
  if (ratio < 1) return 1 / Math.ceil(1 / ratio - rounding);
  return Math.max(1, Math.min(optic.linksPerModule, Math.floor(ratio + rounding)));
}
