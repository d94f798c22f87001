import type { Algorithm, Terms } from '../algorithm.ts';
import { range, type Transfer } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';
import type { CollectiveOp } from '../types.ts';

function terms(op: CollectiveOp, p: number): Terms {
  const share = (p - 1) / p;
  if (op === 'all-gather') return { steps: 1, sent: share, reduced: 0 };
  if (op === 'reduce-scatter') return { steps: 1, sent: share, reduced: share };
  return { steps: 2, sent: 2 * share, reduced: share };
}

/** One round in which every ordered pair of members exchanges one piece. */
function pairs(p: number, piece: (from: number, to: number) => number, reduce: boolean): readonly Transfer[] {
  return range(p).flatMap((from) =>
    range(p)
      .filter((to) => to !== from)
      .map((to) => ({ from, to, pieces: [piece(from, to)], reduce })),
  );
}

/** Two-shot: every member sends each other member its piece directly, and the reduced pieces back the same way. */
export const direct: Algorithm = {
  id: 'direct',
  alpha: 'one step, all-reduce two',
  beta: '(p - 1) / p S, all-reduce twice, on a non-blocking switch',
  lowerBound: 'meets the bandwidth bound',
  source: 'Chan, Heimlich, Purkayastha, van de Geijn, CCPE 19(13), 2007',
  automatic: false,
  ops: ['all-reduce', 'reduce-scatter', 'all-gather'],
  terms,
  schedule(op, p) {
    const scatter = pairs(p, (_from, to) => to, true);
    const gather = pairs(p, (from) => from, false);
    const rounds = op === 'reduce-scatter' ? [scatter] : op === 'all-gather' ? [gather] : [scatter, gather];
    return { pieces: p, rounds };
  },
  candidates: (op, site) => [textbookCandidate('direct', site, (p) => terms(op, p), 'uniform')],
};
