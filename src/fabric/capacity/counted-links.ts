import type { Pattern } from '../types.ts';
import type { Groups } from './groups.ts';
import { sendsOf } from './sends.ts';

/** Positions up to which every send is followed; more look like these. */
const MOST_FOLLOWED = 2 ** 13;

/**
 * Senders' worth on the fullest link where tables count destinations off over the `links` of each block of `block` positions,
 * on the way out of a block and into it, members in order; null where a group is too large to be followed. Source: destination
 * modulo routing, Zahavi 2011.
 */
export function fullestCountedLink(
  pattern: Exclude<Pattern, 'all-to-all'>,
  { members, stride }: Groups,
  block: number,
  positions: number,
  links: number,
): number | null {
  const run = members * stride;
  if (run > MOST_FOLLOWED) return null;
  const end = Math.max(1, Math.floor(Math.min(positions, MOST_FOLLOWED) / run)) * run;
  const blocks = Math.ceil(end / block);
  const out = new Float64Array(blocks * links);
  const into = new Float64Array(blocks * links);
  const sends = sendsOf(pattern, members);
  for (let first = 0; first < end; first += run) {
    for (const [a, b, share] of sends) {
      for (let offset = first; offset < first + stride; offset++) {
        const to = offset + b * stride;
        const [here, there] = [Math.floor((offset + a * stride) / block), Math.floor(to / block)];
        if (here === there) continue;
        const [up, down] = [here * links + (to % links), there * links + (to % links)];
        out[up] = (out[up] as number) + share;
        into[down] = (into[down] as number) + share;
      }
    }
  }
  const fullest = (loads: Float64Array): number => loads.reduce((most, each) => Math.max(most, each), 0);
  return Math.max(fullest(out), fullest(into));
}
