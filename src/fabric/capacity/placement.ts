import type { Placement } from '../../spec/plan.ts';
import type { Pattern } from '../types.ts';
import { crossingOf } from './crossing.ts';
import type { Crossing, Groups } from './groups.ts';
import { TREE_EDGES } from './link-load.ts';

/**
 * Expected greatest of `count` normal variables, in deviations above their mean. Source: Cramér, "Mathematical methods of
 * statistics", 1946, section 28.6.
 */
function deviationsOfMaximum(count: number): number {
  if (count <= 1) return 0;
  const root = Math.sqrt(2 * Math.log(count));
  return root - (Math.log(Math.log(count)) + Math.log(4 * Math.PI)) / (2 * root) + EULER / root;
}

const EULER = 0.5772156649;

/** Peers that the bytes of a member go to: many are seldom all in the same place. */
function peersOf(pattern: Pattern, members: number): number {
  if (pattern === 'all-to-all') return members - 1;
  return pattern === 'tree' ? Math.min(TREE_EDGES, members) : 1;
}

/**
 * `crossingOf` under a placement; the rest of the cluster is filled with jobs like this one.
 *
 * A share: a pair is as it was if neither of the two has moved; else its peer is any other domain, (slots - block) of
 * (slots - 1) of which lie outside. What leaves a block is then a sum of chances, the worst block as far above the mean as the
 * greatest of so many normal variables. Scattered: members of a group are dealt out to the blocks in turn, so that a neighbour
 * is never in the same block: the upper bound of every placement.
 *
 * @param width positions of one domain
 */
export function placedCrossing(
  placement: Placement | undefined,
  pattern: Pattern,
  groups: Groups,
  block: number,
  positions: number,
  width: number,
): Crossing {
  const packed = crossingOf(pattern, groups, block, positions);
  const blocks = Math.ceil(positions / block);
  const { members } = groups;
  if (placement === undefined || placement === 0 || members <= 1 || blocks <= 1) return packed;
  // The last of a chain sends nothing, and a tree has an edge less than members.
  const senders = pattern === 'neighbour' || (pattern === 'tree' && members > 2) ? 1 - 1 / members : 1;
  if (placement === 'scattered') {
    const places = Math.min(members, blocks);
    const outside = pattern === 'all-to-all' ? 1 - (members / places - 1) / (members - 1) : 1;
    return { share: outside * senders, worst: Math.max(packed.worst, block * outside), blocks };
  }
  const [slots, inBlock] = [positions / width, Math.max(1, block / width)];
  const outside = Math.min(1, (slots - inBlock) / Math.max(1, slots - 1));
  const kept = (1 - placement) ** 2;
  // Senders of the worst packed block that leave it in any case, and those that leave it only where they or their peer moved.
  const leavers = Math.min(1, packed.worst / block);
  const [left, stayed] = [kept + (1 - kept) * outside, (1 - kept) * outside];
  const mean = leavers * left + (1 - leavers) * stayed;
  const variance = leavers * left * (1 - left) + (1 - leavers) * stayed * (1 - stayed);
  // Places are dealt without putting them back, and what leaves the last block follows from the others.
  const deviation = Math.sqrt((variance * outside) / peersOf(pattern, members) / inBlock);
  return {
    share: kept * packed.share + (1 - kept) * outside * senders,
    worst: block * Math.min(1, mean + deviation * deviationsOfMaximum(blocks - 1)),
    blocks,
  };
}
