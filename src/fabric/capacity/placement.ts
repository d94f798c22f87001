import type { Placement } from '../../spec/plan.ts';
import type { Pattern } from '../types.ts';
import { type Crossing, crossingOf, type Groups } from './crossing.ts';

/**
 * `crossingOf` under a placement; the rest of the cluster is filled with jobs like this one.
 *
 * Random: a peer is any other domain, so that (slots - block) of (slots - 1) peers lie outside; the worst of many blocks lies
 * sqrt(2 ln blocks) deviations of the binomial above the mean. Scattered: members of a group are dealt out to the blocks in
 * turn, so that a neighbour is never in the same block: the upper bound of every placement.
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
  const peers = pattern === 'all-to-all' ? members - 1 : 1;
  const deviation = Math.sqrt((2 * Math.log(blocks) * outside * (1 - outside)) / peers / inBlock);
  const random = { share: outside * senders, worst: block * Math.min(1, outside + deviation) };
  // A pair is as it was if neither of the two has moved.
  const kept = (1 - placement) ** 2;
  return {
    share: kept * packed.share + (1 - kept) * random.share,
    worst: kept * packed.worst + (1 - kept) * random.worst,
    blocks,
  };
}
