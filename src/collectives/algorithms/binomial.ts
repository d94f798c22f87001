import type { Algorithm, Terms } from '../algorithm.ts';
import { range, type Transfer } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';
import type { CollectiveOp } from '../types.ts';

function terms(op: CollectiveOp, p: number): Terms {
  const depth = Math.ceil(Math.log2(p));
  if (op === 'broadcast') return { steps: depth, sent: depth, reduced: 0 };
  if (op === 'reduce') return { steps: depth, sent: depth, reduced: depth };
  return { steps: 2 * depth, sent: 2 * depth, reduced: depth };
}

function broadcastRounds(p: number): readonly (readonly Transfer[])[] {
  return range(Math.ceil(Math.log2(p))).map((step) =>
    range(2 ** step).flatMap((from): Transfer[] => {
      const to = from + 2 ** step;
      return to < p ? [{ from, to, pieces: [0], reduce: false }] : [];
    }),
  );
}

function reduceRounds(p: number): readonly (readonly Transfer[])[] {
  return broadcastRounds(p)
    .toReversed()
    .map((round) => round.map(({ from, to, pieces }) => ({ from: to, to: from, pieces, reduce: true })));
}

/** Doubles the number of members that have the data with every round; a reduce runs backwards. */
export const binomial: Algorithm = {
  id: 'binomial',
  alpha: 'ceil(lg p) steps; all-reduce twice',
  beta: 'ceil(lg p) S; all-reduce twice',
  lowerBound: 'meets the latency bound of broadcast and reduce; lg p times the bandwidth bound',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005',
  automatic: false,
  ops: ['broadcast', 'reduce', 'all-reduce'],
  terms,
  schedule(op, p) {
    if (op === 'broadcast') return { pieces: 1, rounds: broadcastRounds(p) };
    if (op === 'reduce') return { pieces: 1, rounds: reduceRounds(p) };
    return { pieces: 1, rounds: [...reduceRounds(p), ...broadcastRounds(p)] };
  },
  candidates: (op, site) => [textbookCandidate('binomial', site, (p) => terms(op, p), 'nested')],
};
