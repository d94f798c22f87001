import type { Algorithm, Terms } from '../algorithm.ts';
import { everyMember, isPowerOfTwo, modulo, range, type Transfer } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';

const terms = (p: number): Terms => ({
  steps: Math.ceil(Math.log2(p)) + p - 1,
  sent: (2 * (p - 1)) / p,
  reduced: 0,
});

/** The root halves its buffer down a binomial tree, then a ring gathers the pieces everywhere. */
export const scatterAllGather: Algorithm = {
  id: 'scatter-all-gather',
  alpha: 'lg p + p - 1 steps',
  beta: '2 (p - 1) / p S',
  lowerBound: 'twice the bandwidth bound of broadcast',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005',
  automatic: false,
  ops: ['broadcast'],
  terms: (_op, p) => terms(p),
  schedule(_op, p) {
    if (!isPowerOfTwo(p)) return null;
    const scatter = range(Math.log2(p)).map((step) => {
      const block = p / 2 ** step;
      return range(2 ** step).map((index): Transfer => {
        const from = index * block;
        return { from, to: from + block / 2, pieces: range(block / 2).map((i) => from + block / 2 + i), reduce: false };
      });
    });
    const gather = range(p - 1).map((step) =>
      everyMember(
        p,
        (member) => (member + 1) % p,
        (member) => [modulo(member - step, p)],
        false,
      ),
    );
    return { pieces: p, rounds: [...scatter, ...gather] };
  },
  candidates: (_op, site) => [textbookCandidate('scatter-all-gather', site, terms, 'nested')],
};
