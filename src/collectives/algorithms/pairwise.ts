import type { Algorithm, Candidate } from '../algorithm.ts';
import { innerAllToAllBytesPerS } from '../library.ts';
import { everyMember, range } from '../schedule.ts';
import type { Site } from '../site.ts';

const PROTOCOLS = ['ll', 'simple'] as const;
/** LL sends a word of flags with every word of data. */
const LL_WORDS = 2;

/** Base, postings inside the domain, and what a peer behind a NIC costs on top, s. */
function latencyS(site: Site, protocol: 'll' | 'simple'): number {
  const { ranks: n, ranksPerDomain: g, domains } = site;
  const base = site.constant(`point_to_point_latency_${protocol}`);
  const local = (g - 1) * site.constant('scale_up_peer_latency');
  if (domains === 1) return base + local;
  return base + local + site.constant('network_post_overhead') + (n - g) * site.constant('network_peer_latency');
}

/**
 * Share of a member's remote bytes that goes to members on rails which no switch joins to its own: each crosses the scale-up
 * domain before it leaves, which does not overlap. Source: Wang et al., "Rail-only", arXiv 2307.12169, all-to-all: 8.2 to
 * 11.2 % slower.
 */
function forwardedShare({ separateRails, ranksPerDomain }: Site): number {
  const rails = Math.min(separateRails, ranksPerDomain);
  return rails <= 1 ? 0 : (rails - 1) / rails;
}

/** Every member exchanges with every other directly; the library posts all peers and serves them in batches. */
export const pairwise: Algorithm = {
  id: 'pairwise',
  alpha: 'base + (p - 1) postings, dearer to peers behind a NIC',
  beta: 'max((g - 1) / p S inside, (p - g) / p S through the share of the NICs, between separate rails after a hop inside)',
  lowerBound: '(p - 1) / p S: met on one switch; busbw <= NIC (p - 1) / (p - g) between domains',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005; nccl-tests issue 130',
  automatic: true,
  ops: ['all-to-all'],
  terms: (_op, p) => ({ steps: p - 1, sent: (p - 1) / p, reduced: 0 }),
  schedule: (_op, p) => ({
    // Piece from * p + to is what `from` holds for `to`; S is the buffer of one member.
    pieces: p,
    rounds: range(p - 1).map((round) =>
      everyMember(
        p,
        (member) => (member + round + 1) % p,
        (member) => [member * p + ((member + round + 1) % p)],
        false,
      ),
    ),
  }),
  candidates(_op, site) {
    const { ranks: n, ranksPerDomain: g, domains } = site;
    const insideShare = (g - 1) / n;
    const outsideShare = domains === 1 ? 0 : (n - site.fewestPerDomain) / n;
    const copy = site.constant('all_to_all_local_copy_steps') / n;
    const line = innerAllToAllBytesPerS(site);
    const inside = g === 1 ? 0 : (insideShare + copy) / line;
    const outer = domains === 1 ? null : site.scaleOut('all-to-all');
    const forwarded = outsideShare * forwardedShare(site);
    const outside = outer === null ? 0 : outsideShare / outer.memberBytesPerS + forwarded / line;
    return PROTOCOLS.map((protocol): Candidate => {
      const small = (insideShare + copy) / (site.scaleUpBytesPerS * site.constant('point_to_point_ll_efficiency'));
      return {
        algorithm: 'pairwise',
        protocol,
        latencyS: latencyS(site, protocol),
        secondsPerByte: protocol === 'll' ? Math.max(small, LL_WORDS * outside) : Math.max(inside, outside),
        hidingS: 0,
        fillS: protocol === 'll' ? 0 : site.constant('point_to_point_fill_latency'),
        limit: outer !== null && outside >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: insideShare + forwarded,
        scaleOutPerByte: outsideShare,
        pattern: domains === 1 ? null : 'all-to-all',
      };
    });
  },
};
