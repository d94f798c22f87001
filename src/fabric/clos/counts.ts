import { modeFor } from '../../catalog/port-mode.ts';
import type { Switch } from '../../catalog/types.ts';
import { formatCount, formatLinkRate } from '../../units/format.ts';
import { equalCableCount } from '../ports.ts';
import { isRefusal, refusal } from '../refusal.ts';
import type { FabricRefusal } from '../types.ts';
import { type ClosInput, MOST_TIERS, shapeNumber, TIER_NAMES } from './input.ts';
import { type Split, splitsOf } from './splits.ts';

/** One tier of a built Clos; `downPorts` and `upPorts` are what a switch has, the links are those in use. */
export interface ClosTier {
  readonly name: string;
  readonly device: Switch;
  readonly switches: number;
  readonly downPorts: number;
  readonly upPorts: number;
  readonly downLinks: number;
  readonly upLinks: number;
  readonly downBytesPerS: number;
  readonly upBytesPerS: number;
  readonly oversubscription: number | null;
  /** Leaves below one block of this tier (a leaf, a pod, a pod of pods) and links that leave the block upwards. */
  readonly blockLeaves: number;
  readonly blockUplinks: number;
}

export interface ClosCounts {
  readonly tiers: readonly ClosTier[];
  readonly leafDown: number;
  readonly notes: readonly string[];
}

/** Ports down of a switch of the top tier. */
function topPorts(input: ClosInput, tier: number): number | FabricRefusal {
  const device = input.device(tier);
  const bytesPerS = tier === 0 ? input.nicBytesPerS : input.uplinkBytesPerS(tier - 1);
  const mode = modeFor(device, bytesPerS);
  if (mode !== null) return mode.ports;
  return refusal(
    'port rate',
    `${device.name} has no port of ${formatLinkRate(bytesPerS)}`,
    'name a faster topology.switch, or a slower link with topology.link_bandwidth',
  );
}

/** Switches of an upper tier in one block: by the equal-cable rule, or the stated total, checked against ports. */
interface Above {
  readonly perPosition: number;
  readonly uneven: boolean;
}

function above(
  stated: number | undefined,
  blocks: number,
  positions: number,
  below: number,
  uplinks: number,
  ports: number,
): Above | null {
  if (stated === undefined) {
    const count = equalCableCount(below, uplinks, ports);
    return count === null ? null : { perPosition: count, uneven: false };
  }
  const perBlock = stated / blocks;
  if (!Number.isInteger(perBlock) || perBlock < 1 || perBlock * ports < below * uplinks * positions) return null;
  return { perPosition: perBlock / positions, uneven: (uplinks * positions) % perBlock !== 0 };
}

/** What a Clos takes to build, to compare port splits: ports of the switches bought, and a module at each end of a link. */
const partsOf = ({ tiers }: ClosCounts): number =>
  tiers.reduce((sum, { device, switches, upLinks }) => sum + switches * (device.modes[0]?.ports ?? 0) + 2 * upLinks, 0);

/** Counts of a folded Clos, with a remark where a lower ratio would take fewer parts. */
export function closCounts(input: ClosInput, tierCount: number): ClosCounts | FabricRefusal {
  const built = cheapestCounts(input, tierCount);
  if (isRefusal(built)) return built;
  const notes = built.tiers.flatMap((_, tier) => cheaperBelow(input, built, tier) ?? []);
  return notes.length === 0 ? built : { ...built, notes: [...built.notes, ...notes] };
}

/** Whole ports and equal cables can make more oversubscription dearer: says which ratio below takes fewer parts. */
function cheaperBelow(input: ClosInput, built: ClosCounts, tier: number): string | null {
  const ratio = input.ratio(tier);
  const less = ratio - 1;
  if (tier >= built.tiers.length - 1 || less < 1) return null;
  const other = cheapestCounts(
    { ...input, ratio: (each) => (each === tier ? less : input.ratio(each)) },
    built.tiers.length,
  );
  if (isRefusal(other) || partsOf(other) >= partsOf(built)) return null;
  return `${ratio}:1 at the ${TIER_NAMES[tier]} takes more switches and modules than ${less}:1: ports and equal cables come whole`;
}

/**
 * Counts of a folded Clos whose ratios are met by the port splits that take the fewest parts, chosen tier by tier from the
 * leaf up: with the splits above at their fullest. Whole switches and equal cables decide which of them is cheapest.
 */
function cheapestCounts(input: ClosInput, tierCount: number): ClosCounts | FabricRefusal {
  if (tierCount === 1) return oneSwitch(input);
  const choices: (readonly Split[])[] = [];
  for (let tier = 0; tier < tierCount - 1; tier++) {
    const splits = splitsOf(input, tier);
    if (isRefusal(splits)) return splits;
    choices.push(splits);
  }
  const chosen = choices.map(([fullest]) => fullest as Split);
  let best = countsOf(input, chosen);
  choices.forEach((splits, tier) => {
    for (const split of splits.slice(1)) {
      const counts = countsOf(input, chosen.with(tier, split));
      if (isRefusal(counts) || (!isRefusal(best) && partsOf(counts) >= partsOf(best))) continue;
      best = counts;
      chosen[tier] = split;
    }
  });
  return best;
}

/**
 * Closed-form counts of a folded Clos. Leaves first; a block of tier j joins the blocks of the tier below by the equal-cable
 * rule at each of its positions, so that pods are alike. Source: fabric reference, sections 2.2, 2.3 and 3.
 */
function countsOf(input: ClosInput, splits: readonly Split[]): ClosCounts | FabricRefusal {
  const { attachment } = input;
  const tierCount = splits.length + 1;
  const ports = topPorts(input, tierCount - 1);
  if (typeof ports !== 'number') return ports;
  const [leaf] = splits as [Split, ...Split[]];
  const needed = attachment.leaves(leaf.down);
  const leaves = input.counts['leaf'] ?? needed;
  if (leaves < needed) {
    return refusal(
      'ports',
      `${formatCount(leaves)} leaves of ${leaf.down} ports down do not hold ${formatCount(attachment.endpoints)} endpoints${
        input.managementEndpoints === 0 ? '' : ` and ${input.managementEndpoints} management ports`
      }`,
      `set topology.counts.leaf to at least ${formatCount(needed)}`,
    );
  }

  const notes: string[] = [];
  const tiers: ClosTier[] = [];
  let unit = attachment.unitLeaves(leaf.down);
  let blocks = leaves;
  let blockLeaves = 1;
  let positions = 1;
  for (let tier = 0; tier < tierCount; tier++) {
    const name = TIER_NAMES[tier] ?? 'leaf';
    const split = splits[tier];
    const isTop = tier === tierCount - 1;
    const down = isTop ? ports : (split?.down ?? 0);
    const lower = tiers[tier - 1];
    if (lower !== undefined) {
      const grouped = isTop ? { blocks: 1, each: blocks } : grouping(input, tier, blocks, down, unit);
      if (isRefusal(grouped)) return grouped;
      const uplinks = lower.upPorts;
      const stated = input.counts[name];
      const found = above(stated, grouped.blocks, positions, grouped.each, uplinks, down);
      if (found === null) {
        return stated === undefined
          ? doesNotClose(input, splits, ports)
          : countsDoNotFit(name, stated, grouped, positions * uplinks, down);
      }
      if (found.uneven) notes.push(`the stated ${name} count cables ${lower.name} switches unevenly`);
      blockLeaves = Math.min(leaves, blockLeaves * grouped.each);
      positions *= found.perPosition;
      blocks = grouped.blocks;
      unit = 1;
    }
    const switches = tier === 0 ? leaves : Math.round(blocks * positions);
    const upPorts = split?.up ?? 0;
    tiers.push({
      name,
      device: input.device(tier),
      switches,
      downPorts: down,
      upPorts,
      downLinks: lower?.upLinks ?? attachment.endpoints + input.managementEndpoints,
      upLinks: switches * upPorts,
      downBytesPerS: tier === 0 ? input.nicBytesPerS : input.uplinkBytesPerS(tier - 1),
      upBytesPerS: input.uplinkBytesPerS(tier),
      oversubscription: split?.ratio ?? null,
      blockLeaves,
      blockUplinks: positions * upPorts,
    });
    if (
      split !== undefined &&
      Math.abs(split.ratio / input.ratio(tier) - 1) > 1e-6 &&
      input.shape[`${name}_down`] === undefined
    ) {
      notes.push(
        `${input.ratio(tier)}:1 is not a split of whole ports: ${name} switches have ${split.down} down and ${split.up} up`,
      );
    }
  }
  return { tiers, leafDown: leaf.down, notes };
}

function oneSwitch(input: ClosInput): ClosCounts | FabricRefusal {
  const ports = topPorts(input, 0);
  if (typeof ports !== 'number') return ports;
  const { attachment, managementEndpoints } = input;
  const links = attachment.endpoints + managementEndpoints;
  if (links > ports) {
    return refusal(
      'ports',
      `${formatCount(links)} endpoints do not fit the ${ports} ports of one ${input.device(0).name}`,
      `use more tiers, or at most ${formatCount(attachment.largestNodes(1, ports))} nodes`,
    );
  }
  const leaf: ClosTier = {
    name: 'leaf',
    device: input.device(0),
    switches: 1,
    downPorts: ports,
    upPorts: 0,
    downLinks: links,
    upLinks: 0,
    downBytesPerS: input.nicBytesPerS,
    upBytesPerS: input.nicBytesPerS,
    oversubscription: null,
    blockLeaves: 1,
    blockUplinks: 0,
  };
  return { tiers: [leaf], leafDown: ports, notes: [] };
}

interface Grouping {
  readonly blocks: number;
  /** Blocks of the tier below in one block. */
  readonly each: number;
}

/** The fewest alike blocks; leaves of one unit stay together where a block holds a unit. */
function grouping(
  input: ClosInput,
  tier: number,
  blocks: number,
  down: number,
  unit: number,
): Grouping | FabricRefusal {
  const together = unit <= down ? unit : 1;
  const units = Math.ceil(blocks / together);
  const stated = tier === 1 ? shapeNumber(input, 'pods') : undefined;
  const count = stated ?? Math.ceil(units / Math.floor(down / together));
  const each = Math.ceil(units / count) * together;
  if (each <= down) return { blocks: count, each };
  return refusal(
    'ports',
    `${formatCount(count)} pods of ${formatCount(each)} leaves need more than the ${down} ports down of a ${TIER_NAMES[tier]} switch`,
    `set topology.shape.pods to at least ${formatCount(Math.ceil(units / Math.floor(down / together)))}`,
  );
}

/** Stated switches of an upper tier that lack ports, or that the alike blocks cannot share. */
function countsDoNotFit(
  name: string,
  stated: number,
  { blocks, each }: Grouping,
  uplinks: number,
  down: number,
): FabricRefusal {
  const least = Math.ceil((each * uplinks) / down);
  const key = `topology.counts.${name}`;
  if (blocks === 1) {
    return refusal(
      'ports',
      `${formatCount(stated)} ${name} switches of ${down} ports cannot take ${formatCount(each * uplinks)} uplinks`,
      `set ${key} to at least ${formatCount(least)}`,
    );
  }
  return refusal(
    'ports',
    `${formatCount(stated)} ${name} switches cannot serve ${formatCount(blocks)} pods alike, ${formatCount(each * uplinks)} uplinks each`,
    `set ${key} to a multiple of ${formatCount(blocks)} from ${formatCount(blocks * least)} up`,
  );
}

function doesNotClose(input: ClosInput, splits: readonly Split[], ports: number): FabricRefusal {
  const [leaf, ...middle] = splits as [Split, ...Split[]];
  const unit = input.attachment.unitLeaves(leaf.down);
  const largest = largestLeaves(middle, ports, unit);
  const tierCount = splits.length + 1;
  return refusal(
    'tiers',
    `${tierCount} tiers of ${input.device(tierCount - 1).name} join at most ${formatCount(largest)} leaves of ${leaf.down} ports down; ${formatCount(input.attachment.leaves(leaf.down))} are needed`,
    `use ${tierCount < MOST_TIERS ? `${tierCount + 1} tiers, ` : ''}a switch with more ports, more planes, or at most ${formatCount(input.attachment.largestNodes(largest, leaf.down))} nodes`,
  );
}

/** A block takes as many lower blocks as its switches have ports down, one cable each. */
function largestLeaves(middle: readonly Split[], ports: number, unit: number): number {
  return middle.reduce(
    (leaves, { down }, index) => leaves * (index === 0 && unit <= down ? Math.floor(down / unit) * unit : down),
    ports,
  );
}
