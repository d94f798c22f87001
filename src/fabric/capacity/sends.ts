import type { Pattern } from '../types.ts';

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
function treeEdges(size: number): [number, number][] {
  const other = (rank: number): number => (size % 2 === 0 ? size - 1 - rank : (rank + 1) % size);
  const edges: [number, number][] = [];
  for (let rank = 1; rank < size; rank++) {
    const parent = parentOf(rank, size);
    edges.push([rank, parent], [other(rank), other(parent)]);
  }
  return edges;
}

/** Sender, receiver and share of a sender's bytes. */
export type Send = readonly [from: number, to: number, share: number];

/** Who sends to whom in a group whose members do not all send to one another; the busiest member sends all its bytes. */
export function sendsOf(pattern: Exclude<Pattern, 'all-to-all'>, members: number): readonly Send[] {
  if (pattern !== 'tree') {
    const senders = pattern === 'ring' ? members : members - 1;
    return Array.from({ length: senders }, (_, member) => [member, (member + 1) % members, 1]);
  }
  const edges = treeEdges(members);
  const degree = new Int32Array(members);
  for (const edge of edges) for (const rank of edge) degree[rank] = (degree[rank] as number) + 1;
  const share = 1 / degree.reduce((most, each) => Math.max(most, each), 1);
  return edges.flatMap(([a, b]): Send[] => [
    [a, b, share],
    [b, a, share],
  ]);
}
