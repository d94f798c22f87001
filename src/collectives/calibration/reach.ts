import type { CollectiveOp, ProfileEntry } from '../../spec/calibration.ts';

/** How far the curves of one operation carry beyond the groups they were measured on. */
export interface Reach {
  readonly op: CollectiveOp;
  /** What the profile answers for. */
  readonly covers: string;
  /** What it refuses to answer for, with the reason; null: nothing. */
  readonly refuses: string | null;
}

/** Reach of every operation of a profile, in the order in which they appear. */
export function reachOf(entries: readonly ProfileEntry[]): readonly Reach[] {
  const ops = [...new Set(entries.map(({ op }) => op))];
  return ops.map((op) =>
    reachOfOperation(
      op,
      entries.filter((entry) => entry.op === op),
    ),
  );
}

/** null: the log does not say how many ranks ran on a node. */
const nodesOf = ({ ranks, ranksPerNode }: ProfileEntry): number | null =>
  ranksPerNode === null ? null : Math.ceil(ranks / ranksPerNode);

function reachOfOperation(op: CollectiveOp, entries: readonly ProfileEntry[]): Reach {
  const measured = `${[...new Set(entries.map(({ ranks }) => ranks))].sort((a, b) => a - b).join(', ')} ranks as measured`;
  const nodes = entries.map(nodesOf);
  if (nodes.includes(null)) {
    return {
      op,
      covers: measured,
      refuses: 'other groups as the spec places these ranks: the logs do not say how many ran on a node (--per-node)',
    };
  }
  const several = nodes.filter((count): count is number => count !== null && count > 1);
  if (several.length === 0) {
    return { op, covers: `${measured}, other groups inside a node`, refuses: 'several nodes: none were measured' };
  }
  const inside = nodes.includes(1) ? '' : 'groups inside a node: none were measured';
  const refused = inside === '' ? [] : [inside];
  if (op !== 'all-reduce') {
    return {
      op,
      covers: `${measured}, other numbers of nodes by what large messages miss`,
      refuses: refused[0] ?? null,
    };
  }
  if (several.every((count) => count === 2)) {
    const why = 'three nodes and more: on two every tree sends S, not 2 S (N - 1) / N';
    return { op, covers: measured, refuses: [why, ...refused].join('; ') };
  }
  if (!several.includes(2)) refused.unshift('two nodes, which send half of what more do');
  return {
    op,
    covers: `${measured}, other numbers of nodes by what large messages miss`,
    refuses: refused.length === 0 ? null : refused.join('; '),
  };
}
