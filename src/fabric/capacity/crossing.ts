import type { Pattern } from '../types.ts';
import type { Crossing, Groups } from './groups.ts';
import { MOST_COUNTED, treeCrossing } from './tree-crossing.ts';

const overlap = (a: number, b: number, c: number, d: number): number => Math.max(0, Math.min(b, d) - Math.max(a, c));

/**
 * Traffic that leaves the part [from, to) of one run of interleaved groups. Ring: a position sends `stride` further, the
 * last member back to the first. All-to-all: a position sends the same to every other member of its group.
 */
function leaving(pattern: Pattern, { members, stride }: Groups, from: number, to: number): number {
  const run = members * stride;
  if (from === 0 && to === run) return 0;
  const last = run - stride;
  if (pattern === 'all-to-all') {
    const width = to - from;
    const few = Math.floor(width / stride);
    const more = width % stride;
    const insidePairs = more * (few + 1) ** 2 + (stride - more) * few ** 2;
    return (width * members - insidePairs) / (members - 1);
  }
  const onward = overlap(Math.max(from, to - stride), to, 0, last);
  if (pattern === 'neighbour') return onward;
  return onward + overlap(last, run, from, Math.min(to, from + last));
}

/** Blocks that a part of a tree must hold to stand for all of it. */
const BLOCKS_OF_A_PART = 8;

/**
 * Members and positions of trees that are counted edge by edge: all up to a size; beyond it a smaller tree, whose blocks look
 * alike because binary trees do. null: not even that holds enough blocks.
 */
function partOfTrees({ members, stride }: Groups, block: number, end: number): { members: number; end: number } | null {
  if (end <= MOST_COUNTED) return { members, end };
  const part = Math.min(members, Math.floor(MOST_COUNTED / stride));
  const run = part * stride;
  if (part < 2 || run < BLOCKS_OF_A_PART * block) return null;
  return { members: part, end: Math.floor(MOST_COUNTED / run) * run };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Counts what leaves each block of `block` consecutive positions when groups fill `positions` of them, packed: exact for
 * rings, neighbours and all-to-all. Double binary trees are counted edge by edge; where that is too much, N blocks of a group are joined
 * by 3 N / 2 - 1 edges a tree where a ring has N, each used both ways: the ring's traffic times 3 / 2 - 1 / N.
 *
 * The pattern of blocks repeats, so that only one period is counted: the cost does not grow with aligned clusters.
 */
export function crossingOf(pattern: Pattern, groups: Groups, block: number, positions: number): Crossing {
  const { members, stride } = groups;
  const run = members * stride;
  if (members <= 1 || block >= Math.max(positions, run)) return { share: 0, worst: 0, blocks: 1 };
  const end = Math.max(1, Math.floor(positions / run)) * run;
  const blocks = Math.ceil(end / block);
  if (pattern === 'tree') {
    const counted = partOfTrees(groups, block, end);
    if (counted !== null) return { ...treeCrossing({ members: counted.members, stride }, block, counted.end), blocks };
  }
  const counted = Math.min(blocks, run / greatestCommonDivisor(run, block));
  const within = (index: number): number => {
    const low = index * block;
    const high = Math.min(low + block, end);
    const first = Math.floor(low / run);
    const last = Math.floor((high - 1) / run);
    if (first === last) return leaving(pattern, groups, low - first * run, high - first * run);
    return leaving(pattern, groups, low - first * run, run) + leaving(pattern, groups, 0, high - last * run);
  };
  let worst = counted < blocks ? within(blocks - 1) : 0;
  let total = 0;
  for (let index = 0; index < counted; index++) {
    const count = within(index);
    total += count;
    if (count > worst) worst = count;
  }
  const edges = pattern === 'tree' ? Math.max(1, 1.5 - block / run) : 1;
  return {
    share: Math.min(1, ((total / counted) * blocks * edges) / end),
    worst: Math.min(block, worst * edges),
    blocks,
  };
}
