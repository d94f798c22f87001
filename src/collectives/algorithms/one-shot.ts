import type { Algorithm, Terms } from '../algorithm.ts';
import { range } from '../schedule.ts';
import { textbookCandidate } from '../textbook.ts';

const terms = (p: number): Terms => ({ steps: 1, sent: p - 1, reduced: p - 1 });

/** Everybody sends its whole buffer to everybody and reduces by itself. */
export const oneShot: Algorithm = {
  id: 'one-shot',
  alpha: 'one step',
  beta: '(p - 1) S',
  lowerBound: 'below the latency bound of single ports by posting to all at once; p / 2 times the bandwidth bound',
  source: 'Chan, Heimlich, Purkayastha, van de Geijn, CCPE 19(13), 2007',
  automatic: false,
  ops: ['all-reduce'],
  terms: (_op, p) => terms(p),
  schedule: (_op, p) => ({
    pieces: 1,
    rounds: [
      range(p).flatMap((from) =>
        range(p)
          .filter((to) => to !== from)
          .map((to) => ({ from, to, pieces: [0], reduce: true })),
      ),
    ],
  }),
  candidates: (_op, site) => [textbookCandidate('one-shot', site, terms, 'uniform')],
};
