import type { Switch } from '../catalog/types.ts';
import type { ClusterPlan, TopologyPlan } from '../spec/plan.ts';
import { closCapacity } from './clos-capacity.ts';
import { equalCableCount, splitPorts } from './ports.ts';
import type { Fabric, FabricOutcome, FabricRefusal, FabricTier } from './types.ts';

const TIER_NAMES = ['leaf', 'spine', 'core', 'super-core'];

/** How endpoints attach to leaves: how many leaves there are for a given leaf capacity, and what one leaf reaches. */
export interface LeafPlacement {
  /** Leaf switches for `down` ports each. */
  leaves(down: number): number;
  /** Nodes that hang together below one leaf, for traffic that stays on its rail or its leaf. */
  nodesPerLeaf(down: number): number;
}

const refuse = (limit: string, message: string, help: string): { ok: false; refusal: FabricRefusal } => ({
  ok: false,
  refusal: { limit, message, help },
});

/** Port mode of a switch that matches a link rate: the fewest bytes/s that still carry it; null when none does. */
function modeFor(device: Switch, bytesPerS: number): { readonly ports: number; readonly bytesPerS: number } | null {
  const fitting = device.modes.filter((mode) => mode.bytesPerS >= bytesPerS * 0.999);
  return fitting.sort((a, b) => a.bytesPerS - b.bytesPerS)[0] ?? null;
}

interface Counts {
  readonly tiers: readonly FabricTier[];
  /** Leaves below one switch position of the second tier (a pod); the whole fabric when there are two tiers. */
  readonly leavesPerPod: number;
}

/**
 * Builds a folded Clos of one to four tiers, closed form. Leaves first; a tier above follows from the equal-cable rule;
 * three tiers are pods of (spine down ports) leaves and (leaf up ports) spines with cores per spine position. Source: fabric
 * reference, sections 2.2, 2.3 and 3.
 */
function closCounts(
  cluster: ClusterPlan,
  topology: TopologyPlan,
  placement: LeafPlacement,
  tierCount: number,
): Counts | FabricRefusal {
  const endpoints = cluster.nodes * cluster.nicsPerNode + topology.managementEndpoints;
  const device = (tier: number): Switch => topology.switches[Math.min(tier, topology.switches.length - 1)] as Switch;
  const linkBytesPerS = (tier: number): number => topology.linkBytesPerS[tier - 1] ?? cluster.nic.bytesPerS;
  const ports = (tier: number): number | null => modeFor(device(tier), linkBytesPerS(Math.max(1, tier)))?.ports ?? null;
  const leafMode = modeFor(device(0), cluster.nic.bytesPerS);
  if (leafMode === null) {
    return {
      limit: 'port rate',
      message: `${device(0).name} has no port as fast as the NIC (${(cluster.nic.bytesPerS * 8) / 1e9} Gb/s)`,
      help: 'choose a faster topology.switch',
    };
  }
  const tier = (
    name: string,
    switches: number,
    index: number,
    split: { down: number; up: number },
    downLinks: number,
    upLinks: number,
  ): FabricTier => ({
    name,
    switches,
    switchType: device(index),
    downPorts: split.down,
    upPorts: split.up,
    downLinks,
    upLinks,
    oversubscription:
      upLinks === 0
        ? null
        : (split.down * (index === 0 ? cluster.nic.bytesPerS : linkBytesPerS(index))) /
          (split.up * linkBytesPerS(index + 1)),
    linkBytesPerS: index === 0 ? cluster.nic.bytesPerS : linkBytesPerS(index),
  });

  if (tierCount === 1) {
    if (endpoints > leafMode.ports) {
      return {
        limit: 'ports',
        message: `${endpoints} endpoints do not fit the ${leafMode.ports} ports of one ${device(0).name}`,
        help: `use two tiers, or at most ${Math.floor(leafMode.ports / cluster.nicsPerNode)} nodes`,
      };
    }
    const only = tier('leaf', 1, 0, { down: endpoints, up: 0 }, endpoints, 0);
    return { tiers: [only], leavesPerPod: 1 };
  }

  const ratioOf = (index: number): number => topology.oversubscription[index] ?? 1;
  const givenDown = topology.shape['leaf_down'];
  const givenUp = topology.shape['leaf_up'];
  const leafSplit =
    typeof givenDown === 'number' && typeof givenUp === 'number'
      ? { down: givenDown, up: givenUp }
      : splitPorts(leafMode.ports, ratioOf(0));
  if (leafSplit === null || leafSplit.down + leafSplit.up > leafMode.ports) {
    return {
      limit: 'ports',
      message: `a leaf of ${leafMode.ports} ports cannot be split ${
        leafSplit === null ? `${ratioOf(0)}:1` : `${leafSplit.down} down, ${leafSplit.up} up`
      }`,
      help: 'choose another topology.oversubscription or topology.shape',
    };
  }
  const leaves = topology.counts['leaf'] ?? placement.leaves(leafSplit.down);
  if (leaves * leafSplit.down < endpoints) {
    return {
      limit: 'ports',
      message: `${leaves} leaves of ${leafSplit.down} ports down do not hold ${endpoints} endpoints`,
      help: `use at least ${Math.ceil(endpoints / leafSplit.down)} leaves`,
    };
  }
  const spinePorts = ports(1);
  if (spinePorts === null) {
    return {
      limit: 'port rate',
      message: `${device(1).name} has no port for the uplinks`,
      help: 'choose another topology.switch',
    };
  }
  const leafTier = tier(TIER_NAMES[0] as string, leaves, 0, leafSplit, endpoints, leaves * leafSplit.up);

  if (tierCount === 2) {
    const given = topology.counts['spine'];
    const spines = given ?? equalCableCount(leaves, leafSplit.up, spinePorts);
    if (spines === null || spines * spinePorts < leaves * leafSplit.up) {
      return {
        limit: 'tiers',
        message: `two tiers do not close: ${leaves} leaves of ${leafSplit.up} uplinks against ${spinePorts}-port spines`,
        help: `use three tiers, or at most ${leafSplit.down * spinePorts} endpoints`,
      };
    }
    const down = Math.ceil((leaves * leafSplit.up) / spines);
    const spineTier = tier(TIER_NAMES[1] as string, spines, 1, { down, up: 0 }, leaves * leafSplit.up, 0);
    return { tiers: [leafTier, spineTier], leavesPerPod: leaves };
  }

  // Three tiers and more: every lower tier fills pods; the last two close by the equal-cable rule.
  const tiers: FabricTier[] = [leafTier];
  let below = leafTier;
  let unitsBelow = leaves;
  let leavesPerPod = 1;
  let positions = leafSplit.up;
  for (let index = 1; index < tierCount - 1; index++) {
    const radix = ports(index);
    const split = radix === null ? null : splitPorts(radix, ratioOf(index));
    if (split === null) {
      return {
        limit: 'ports',
        message: `${device(index).name} cannot be split ${ratioOf(index)}:1`,
        help: 'choose another topology.oversubscription',
      };
    }
    const givenPods = index === 1 ? topology.shape['pods'] : undefined;
    const pods = typeof givenPods === 'number' ? givenPods : Math.ceil(unitsBelow / split.down);
    if (Math.ceil(unitsBelow / pods) > split.down) {
      return {
        limit: 'ports',
        message: `${pods} pods of ${Math.ceil(unitsBelow / pods)} switches exceed the ${split.down} ports down of ${device(index).name}`,
        help: `use at least ${Math.ceil(unitsBelow / split.down)} pods`,
      };
    }
    const switches = topology.counts[TIER_NAMES[index] as string] ?? pods * positions;
    const downLinks = below.upLinks;
    const current = tier(TIER_NAMES[index] as string, switches, index, split, downLinks, switches * split.up);
    tiers.push(current);
    if (index === 1) leavesPerPod = Math.ceil(unitsBelow / pods);
    below = current;
    unitsBelow = pods;
    positions = positions * split.up;
  }
  const topPorts = ports(tierCount - 1);
  const perPosition = topPorts === null ? null : equalCableCount(unitsBelow, below.upPorts, topPorts);
  const name = TIER_NAMES[tierCount - 1] as string;
  const given = topology.counts[name];
  const positionsBelow = positions / below.upPorts;
  const switches = given ?? (perPosition === null ? null : positionsBelow * perPosition);
  if (switches === null || topPorts === null || switches * topPorts < below.upLinks) {
    return {
      limit: 'tiers',
      message: `${tierCount} tiers do not close: ${below.upLinks} uplinks of ${below.name} against ${topPorts ?? 0}-port switches`,
      help: `use ${tierCount + 1} tiers, a switch with more ports, or fewer GPUs`,
    };
  }
  const down = Math.ceil(below.upLinks / switches);
  tiers.push(tier(name, switches, tierCount - 1, { down, up: 0 }, below.upLinks, 0));
  return { tiers, leavesPerPod };
}

const isRefusal = (counts: Counts | FabricRefusal): counts is FabricRefusal => 'limit' in counts;

/** Share of endpoint pairs below one leaf, below one pod, and across, as switches crossed: 1, 3, 5, ... */
function hopMean(endpoints: number, perUnit: readonly number[]): number {
  if (endpoints <= 1) return 1;
  let mean = 0;
  let inside = 0;
  perUnit.forEach((size, level) => {
    const reached = Math.min(endpoints, size) - 1;
    mean += ((reached - inside) / (endpoints - 1)) * (2 * level + 1);
    inside = reached;
  });
  return mean;
}

/** A Clos fabric of the asked or the smallest closing number of tiers. */
export function buildClos(
  kind: string,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  placement: LeafPlacement,
  tierChoices: readonly number[],
): FabricOutcome {
  let refusal: FabricRefusal | undefined;
  for (const tierCount of tierChoices) {
    const counts = closCounts(cluster, topology, placement, tierCount);
    if (isRefusal(counts)) {
      refusal = counts;
      continue;
    }
    return { ok: true, fabric: closFabric(kind, cluster, topology, placement, counts) };
  }
  return refusal === undefined
    ? refuse('tiers', 'no number of tiers was given', 'set topology.tiers')
    : { ok: false, refusal };
}

function closFabric(
  kind: string,
  cluster: ClusterPlan,
  topology: TopologyPlan,
  placement: LeafPlacement,
  counts: Counts,
): Fabric {
  const { tiers, leavesPerPod } = counts;
  const endpoints = cluster.nodes * cluster.nicsPerNode;
  const accessLinks = tiers[0]?.downLinks ?? endpoints;
  const interSwitchLinks = tiers.reduce((sum, each) => sum + each.upLinks, 0);
  const { access, fabric: fabricOptic, accessLengthM, fabricLengthM } = topology.optics;
  const cableS = (optic: typeof access, lengthM: number): number => lengthM * (optic.latencySPerM ?? 0);
  const switchS = (tier: number): number => tiers[tier]?.switchType.latencyS ?? 0;
  const levelLatencyS = tiers.map((_, level) => {
    let latency = 2 * cableS(access, accessLengthM) + switchS(level);
    for (let tier = 0; tier < level; tier++) latency += 2 * switchS(tier) + 2 * cableS(fabricOptic, fabricLengthM);
    return latency;
  });
  const leafDown = tiers.length === 1 ? endpoints : (tiers[0]?.downPorts ?? 1);
  const endpointsPer = tiers.map((_, level) =>
    level === 0 ? leafDown : level === tiers.length - 1 ? endpoints : leafDown * leavesPerPod,
  );
  const meanHops = hopMean(endpoints, endpointsPer);
  const ratio = tiers.reduce((worst, each) => {
    const through = worst * (each.oversubscription ?? 1);
    return through;
  }, 1);
  const min = levelLatencyS[0] ?? 0;
  const max = levelLatencyS[levelLatencyS.length - 1] ?? min;
  const spread = 2 * (tiers.length - 1);
  return {
    kind,
    tiers,
    planes: 1,
    accessLinks,
    interSwitchLinks,
    bisectionBytesPerS: ((endpoints * cluster.nic.bytesPerS) / 2) * Math.min(1, 1 / ratio),
    maxHops: 2 * tiers.length - 1,
    meanHops,
    latencyS: { min, mean: spread === 0 ? min : min + ((max - min) * (meanHops - 1)) / spread, max },
    notes: [],
    capacity: closCapacity(cluster, topology, tiers, {
      leafNodes: tiers.length === 1 ? cluster.nodes : placement.nodesPerLeaf(leafDown),
      leavesPerPod,
      levelLatencyS,
    }),
  };
}
