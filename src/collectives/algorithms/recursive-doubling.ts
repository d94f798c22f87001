import type { Algorithm, Terms } from '../algorithm.ts';
import { everyMember, isPowerOfTwo, range } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';
import type { CollectiveOp } from '../types.ts';

function terms(op: CollectiveOp, p: number): Terms {
  const steps = Math.ceil(Math.log2(p));
  if (op === 'all-gather') return { steps, sent: (p - 1) / p, reduced: 0 };
  return { steps, sent: steps, reduced: steps };
}

/** Partners at distance 1, 2, 4, ... exchange all they have. */
export const recursiveDoubling: Algorithm = {
  id: 'recursive-doubling',
  alpha: 'lg p steps',
  beta: 'all-reduce lg p S; all-gather (p - 1) / p S',
  lowerBound: 'meets the latency bound; all-reduce moves lg p / 2 times the bandwidth bound',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005',
  automatic: false,
  ops: ['all-reduce', 'all-gather'],
  terms,
  schedule(op, p) {
    if (!isPowerOfTwo(p)) return null;
    const rounds = range(Math.log2(p)).map((step) => {
      const distance = 2 ** step;
      const partner = (member: number) => member ^ distance;
      if (op === 'all-reduce') return everyMember(p, partner, () => [0], true);
      // After `step` rounds a member holds the pieces of its aligned block of `distance` members.
      const held = (member: number) => range(distance).map((i) => member - (member % distance) + i);
      return everyMember(p, partner, held, false);
    });
    return { pieces: op === 'all-reduce' ? 1 : p, rounds };
  },
  candidates: (op, site) => [textbookCandidate('recursive-doubling', site, (p) => terms(op, p), 'nested')],
};
