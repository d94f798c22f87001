import type { Algorithm, Terms } from '../algorithm.ts';
import { everyMember, isPowerOfTwo, range, type Transfer } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';
import type { CollectiveOp } from '../types.ts';

function terms(op: CollectiveOp, p: number): Terms {
  const steps = Math.ceil(Math.log2(p));
  const share = (p - 1) / p;
  if (op === 'reduce-scatter') return { steps, sent: share, reduced: share };
  // Without a power of two the surplus members first hand over their buffer and get the result last.
  const surplus = isPowerOfTwo(p) ? 0 : 1;
  return { steps: 2 * steps + 2 * surplus, sent: 2 * share + 2 * surplus, reduced: share + surplus };
}

/** Members exchange halves of what they still own with partners at distance p/2, p/4, ..., 1. */
function halvingRounds(p: number): readonly (readonly Transfer[])[] {
  return range(Math.log2(p)).map((step) => {
    const distance = p / 2 ** (step + 1);
    // The half that the partner will own: the block of `distance` pieces that holds the partner's own piece.
    const theirs = (member: number) => {
      const partner = member ^ distance;
      return range(distance).map((i) => partner - (partner % distance) + i);
    };
    return everyMember(p, (member) => member ^ distance, theirs, true);
  });
}

function doublingRounds(p: number): readonly (readonly Transfer[])[] {
  return range(Math.log2(p)).map((step) => {
    const distance = 2 ** step;
    const held = (member: number) => range(distance).map((i) => member - (member % distance) + i);
    return everyMember(p, (member) => member ^ distance, held, false);
  });
}

/** Recursive halving reduce-scatter, then recursive doubling all-gather. */
export const rabenseifner: Algorithm = {
  id: 'rabenseifner',
  alpha: '2 lg p steps, reduce-scatter lg p; two more where p is no power of two',
  beta: '2 (p - 1) / p S, reduce-scatter half of it; 2 S more where p is no power of two',
  lowerBound: 'meets the bandwidth bound and twice the latency bound',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005',
  automatic: false,
  ops: ['all-reduce', 'reduce-scatter'],
  terms,
  schedule(op, p) {
    if (!isPowerOfTwo(p)) return null;
    const halving = halvingRounds(p);
    return { pieces: p, rounds: op === 'reduce-scatter' ? halving : [...halving, ...doublingRounds(p)] };
  },
  candidates: (op, site) => [textbookCandidate('rabenseifner', site, (p) => terms(op, p), 'nested')],
};
