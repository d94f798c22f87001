import type { Crossing, Groups } from './crossing.ts';

/** Positions up to which edges are counted one by one. */
export const MOST_COUNTED = 2 ** 13;

/** Parent of a rank in a binary tree over 0..size-1 rooted at 0: the lowest set bit moves up one place. -1: the root. */
function parentOf(rank: number, size: number): number {
  if (rank === 0) return -1;
  const low = rank & -rank;
  const up = (rank ^ low) | (low << 1);
  return up < size ? up : rank ^ low;
}

/**
 * Pairs of ranks that two complementary binary trees join (NCCL, src/graph/trees.cc; Sanders, Speck and Traeff, 2009): the
 * second is the first mirrored, or shifted by one for odd sizes.
 */
export function treeEdges(size: number): [number, number][] {
  const other = (rank: number): number => (size % 2 === 0 ? size - 1 - rank : (rank + 1) % size);
  const edges: [number, number][] = [];
  for (let rank = 1; rank < size; rank++) {
    const parent = parentOf(rank, size);
    edges.push([rank, parent], [other(rank), other(parent)]);
  }
  return edges;
}

/** What leaves each block when groups run double binary trees: every edge that two blocks share, in both directions. */
export function treeCrossing({ members, stride }: Groups, block: number, end: number): Crossing {
  const edges = treeEdges(members);
  const degree = new Int32Array(members);
  for (const edge of edges) for (const rank of edge) degree[rank] = (degree[rank] as number) + 1;
  const perEdge = 1 / degree.reduce((most, each) => Math.max(most, each), 1);
  const blocks = Math.ceil(end / block);
  const leaving = new Float64Array(blocks);
  let total = 0;
  for (let run = 0; run < end; run += members * stride) {
    for (const [a, b] of edges) {
      for (let offset = 0; offset < stride; offset++) {
        const from = Math.floor((run + a * stride + offset) / block);
        const to = Math.floor((run + b * stride + offset) / block);
        if (from === to) continue;
        leaving[from] = (leaving[from] as number) + perEdge;
        leaving[to] = (leaving[to] as number) + perEdge;
        total += 2 * perEdge;
      }
    }
  }
  return { share: Math.min(1, total / end), worst: leaving.reduce((most, each) => Math.max(most, each), 0), blocks };
}
