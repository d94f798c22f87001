import type { Algorithm, Terms } from '../algorithm.ts';
import { everyMember, isPowerOfTwo, modulo, range } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';
import type { CollectiveOp } from '../types.ts';

function terms(op: CollectiveOp, p: number): Terms {
  const steps = Math.ceil(Math.log2(p));
  return op === 'all-gather' ? { steps, sent: (p - 1) / p, reduced: 0 } : { steps, sent: steps / 2, reduced: 0 };
}

/** Few steps for any p: an all-gather of growing blocks, an all-to-all that forwards half of its blocks each time. */
export const bruck: Algorithm = {
  id: 'bruck',
  alpha: 'ceil(lg p) steps',
  beta: 'all-gather (p - 1) / p S; all-to-all lg p S / 2',
  lowerBound: 'meets the latency bound; all-to-all pays lg p / 2 for it in bandwidth',
  source: 'Bruck et al., IEEE TPDS 8(11), 1997',
  automatic: false,
  ops: ['all-gather', 'all-to-all'],
  terms,
  schedule(op, p) {
    if (op === 'all-gather') {
      const rounds = range(Math.ceil(Math.log2(p))).map((step) => {
        const distance = 2 ** step;
        const count = Math.min(distance, p - distance);
        const held = (member: number) => range(count).map((i) => (member + i) % p);
        return everyMember(p, (member) => modulo(member - distance, p), held, false);
      });
      return { pieces: p, rounds };
    }
    if (!isPowerOfTwo(p)) return null;
    // A block of member i for member j travels along the bits of (j - i) mod p; it sits where its lower bits took it.
    const rounds = range(Math.log2(p)).map((step) => {
      const distance = 2 ** step;
      const forwarded = (member: number) =>
        range(p)
          .filter((offset) => (offset & distance) !== 0)
          .map((offset) => {
            const from = modulo(member - (offset % distance), p);
            return from * p + ((from + offset) % p);
          });
      return everyMember(p, (member) => (member + distance) % p, forwarded, false);
    });
    return { pieces: p, rounds };
  },
  candidates: (op, site) => [textbookCandidate('bruck', site, (p) => terms(op, p), 'nested')],
};
