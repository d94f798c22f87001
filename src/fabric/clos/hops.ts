import type { HopShare } from '../types.ts';
import type { Attachment } from './attachment.ts';
import type { ClosCounts } from './counts.ts';

/** Positions and NICs per position below one block of each tier; the top tier holds all. */
export interface Block {
  readonly positions: number;
  readonly nicsPerPosition: number;
}

/** Blocks of a Clos in the order that endpoints fill it. */
export function blocksOf(attachment: Attachment, { tiers, leafDown }: ClosCounts): readonly Block[] {
  const unit = attachment.unitLeaves(leafDown);
  const perLeaf = attachment.positionsPerLeaf(leafDown);
  return tiers.map(({ blockLeaves }, index) => {
    if (index === tiers.length - 1) {
      return { positions: attachment.positions, nicsPerPosition: attachment.nicsOfPosition };
    }
    const units = Math.floor(blockLeaves / unit);
    return units >= 1
      ? { positions: units * perLeaf, nicsPerPosition: attachment.nicsOfPosition }
      : { positions: perLeaf, nicsPerPosition: blockLeaves * attachment.nicsPerPosition(leafDown) };
  });
}

/**
 * Switches crossed between two endpoints, over all ordered pairs of different endpoints, exact: a pair below one block of
 * tier i, but not of a lower tier, crosses 2 i + 1 switches.
 */
export function closHops(attachment: Attachment, blocks: readonly Block[]): readonly HopShare[] {
  const { endpoints, positions, nicsOfPosition } = attachment;
  const pairs = (count: number): number => count * (count - 1);
  const all = pairs(endpoints);
  if (all === 0) return [{ hops: 1, share: 1 }];
  const shares: HopShare[] = [];
  let closer = 0;
  blocks.forEach((block, index) => {
    const full = Math.floor(positions / block.positions);
    const rest = positions - full * block.positions;
    const alike = nicsOfPosition / block.nicsPerPosition;
    const below = alike * (full * pairs(block.positions * block.nicsPerPosition) + pairs(rest * block.nicsPerPosition));
    const within = Math.min(all, Math.max(closer, below));
    if (within > closer) shares.push({ hops: 2 * index + 1, share: (within - closer) / all });
    closer = within;
  });
  return shares;
}

export const meanHops = (hops: readonly HopShare[]): number =>
  hops.reduce((sum, each) => sum + each.hops * each.share, 0);
