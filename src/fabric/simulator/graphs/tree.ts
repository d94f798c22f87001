import type { FabricTier } from '../../types.ts';
import type { GraphBuilder } from '../graph.ts';

/** One folded Clos to wire: its switches by tier, rates, and how leaves form pods. */
export interface Tree {
  readonly tiers: readonly FabricTier[];
  /** Switches of each tier in this tree. */
  readonly switches: readonly number[];
  /** Leaves that must stay in one pod where a pod can hold them (the leaves of one unit, one a rail). */
  readonly together: number;
  /** Number of pods that the spec states. */
  readonly pods: number | null;
  readonly uplinkBytesPerS: readonly number[];
}

/** A block: all that hangs together below the switches of one tier, which are in the order of their positions. */
interface Block {
  readonly top: readonly number[];
}

/**
 * Wires a folded Clos from the leaves up and returns its leaves. Blocks of a tier group into the fewest alike blocks that the
 * ports of the tier above allow; uplink c of position p goes to a switch of the block's upper tier, so that every switch has
 * equal cables to those above it where the counts divide. Source: fabric reference, sections 2.3 and 3.
 */
export function wireTree(builder: GraphBuilder, tree: Tree): { leaves: number[] } | { reason: string } {
  const leafCount = tree.switches[0] as number;
  const firstLeaf = builder.addSwitches(0, leafCount);
  const leaves = Array.from({ length: leafCount }, (_, leaf) => firstLeaf + leaf);
  let blocks: Block[] = leaves.map((leaf) => ({ top: [leaf] }));
  for (let tier = 1; tier < tree.tiers.length; tier++) {
    const isTop = tier === tree.tiers.length - 1;
    const down = tree.tiers[tier]?.downPorts ?? 0;
    const count = isTop ? 1 : blockCount(tree, tier, blocks.length, down);
    const together = tier === 1 && tree.together <= down ? tree.together : 1;
    const each = Math.ceil(Math.ceil(blocks.length / together) / count) * together;
    const total = tree.switches[tier] as number;
    if (total % count !== 0)
      return { reason: `${total} ${tree.tiers[tier]?.name} switches in ${count} blocks are uneven` };
    const uplinks = tree.tiers[tier - 1]?.upPorts ?? 0;
    const rate = tree.uplinkBytesPerS[tier - 1] as number;
    const grouped: Block[] = [];
    for (let block = 0; block < count; block++) {
      const size = total / count;
      const first = builder.addSwitches(tier, size);
      const parts = blocks.slice(block * each, (block + 1) * each);
      for (const { top } of parts) wireUp(builder, top, uplinks, first, size, rate);
      grouped.push({ top: Array.from({ length: size }, (_, place) => first + place) });
    }
    blocks = grouped;
  }
  return { leaves };
}

function blockCount(tree: Tree, tier: number, blocks: number, down: number): number {
  if (tier === 1 && tree.pods !== null) return tree.pods;
  const together = tier === 1 && tree.together <= down ? tree.together : 1;
  return Math.ceil(Math.ceil(blocks / together) / Math.floor(down / together));
}

/** Cables of one lower block: position p reaches its own share of the upper switches where they divide by positions. */
function wireUp(
  builder: GraphBuilder,
  positions: readonly number[],
  uplinks: number,
  first: number,
  upper: number,
  bytesPerS: number,
): void {
  const share = upper / positions.length;
  positions.forEach((from, position) => {
    const cables = new Map<number, number>();
    for (let cable = 0; cable < uplinks; cable++) {
      const to = Number.isInteger(share) ? position * share + (cable % share) : (position * uplinks + cable) % upper;
      cables.set(first + to, (cables.get(first + to) ?? 0) + 1);
    }
    for (const [to, count] of cables) builder.join(from, to, count, bytesPerS);
  });
}
