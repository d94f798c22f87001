import { range, type Schedule, type Transfer } from '../schedule.ts';

/** Parent of every member; -1 for the root. */
type Tree = readonly number[];

/** In-order binary tree over 1 .. p - 1 with member 0 on top: odd members are leaves. */
function inOrderTree(p: number): Tree {
  const parents = new Array<number>(p).fill(-1);
  const place = (low: number, high: number, parent: number): void => {
    if (low > high) return;
    // The highest power-of-two multiple in the range keeps odd members at the bottom.
    let step = 1;
    while (Math.ceil(low / (2 * step)) * 2 * step <= high) step *= 2;
    const root = Math.ceil(low / step) * step;
    parents[root] = parent;
    place(low, root - 1, root);
    place(root + 1, high, root);
  };
  place(1, p - 1, 0);
  return parents;
}

/** The second tree: the first with every member moved by one, so that leaves of one are inner nodes of the other. */
function shifted(tree: Tree): Tree {
  const p = tree.length;
  const parents = new Array<number>(p).fill(-1);
  tree.forEach((parent, member) => {
    parents[(member + 1) % p] = parent < 0 ? -1 : (parent + 1) % p;
  });
  return parents;
}

/**
 * All-reduce of `chunks` pieces over two trees, even pieces on one and odd pieces on the other. In every round a member
 * sends at most one piece and receives at most one; trees take turns, the oldest piece of a tree goes first. This order is
 * within a fifth of the two-colouring that the closed form assumes (up to 16 members).
 */
export function doubleTreeSchedule(p: number, chunks: number): Schedule {
  const trees = [inOrderTree(p), shifted(inOrderTree(p))];
  const children = trees.map((tree) =>
    tree.map((_, member) => tree.flatMap((parent, c) => (parent === member ? [c] : []))),
  );
  const treeOf = (piece: number): number => piece % 2;
  // Per piece and member: children heard from, sent up, result known.
  const heard = Array.from({ length: chunks }, () => new Array<number>(p).fill(0));
  const sentUp = Array.from({ length: chunks }, () => new Array<boolean>(p).fill(false));
  const known = Array.from({ length: chunks }, () => new Array<boolean>(p).fill(false));
  const rounds: Transfer[][] = [];
  const finished = () => known.every((row) => row.every(Boolean));
  const settle = () => {
    for (let piece = 0; piece < chunks; piece++) {
      const t = treeOf(piece);
      trees[t]?.forEach((parent, member) => {
        const complete = heard[piece]?.[member] === children[t]?.[member]?.length;
        const row = known[piece];
        if (parent < 0 && complete && row !== undefined) row[member] = true;
      });
    }
  };
  settle();
  while (!finished()) {
    const sending = new Set<number>();
    const receiving = new Set<number>();
    const round: Transfer[] = [];
    const offer = (from: number, to: number, piece: number, reduce: boolean): void => {
      if (sending.has(from) || receiving.has(to)) return;
      sending.add(from);
      receiving.add(to);
      round.push({ from, to, pieces: [piece], reduce });
    };
    const turn = rounds.length % 2;
    const age = (piece: number) => piece + (treeOf(piece) === turn ? 0 : chunks);
    const order = [...range(chunks)].sort((a, b) => age(a) - age(b));
    for (const piece of order) {
      const t = treeOf(piece);
      trees[t]?.forEach((parent, member) => {
        if (known[piece]?.[member]) {
          for (const child of children[t]?.[member] ?? [])
            if (!known[piece]?.[child]) offer(member, child, piece, false);
        } else if (
          parent >= 0 &&
          !sentUp[piece]?.[member] &&
          heard[piece]?.[member] === children[t]?.[member]?.length
        ) {
          offer(member, parent, piece, true);
        }
      });
    }
    for (const { from, to, pieces, reduce } of round) {
      const piece = pieces[0] ?? 0;
      if (reduce) {
        const row = heard[piece];
        if (row !== undefined) row[to] = (row[to] ?? 0) + 1;
        const sent = sentUp[piece];
        if (sent !== undefined) sent[from] = true;
      } else {
        const row = known[piece];
        if (row !== undefined) row[to] = true;
      }
    }
    settle();
    rounds.push(round);
  }
  return { pieces: chunks, rounds };
}
