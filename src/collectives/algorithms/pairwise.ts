import type { Algorithm } from '../algorithm.ts';
import { launchLatencyS } from '../nccl-latency.ts';

/** Every member exchanges with every other directly; the library posts peers in batches. */
export const pairwise: Algorithm = {
  id: 'pairwise',
  alpha: 'launch + (p - 1) postings, dearer to peers behind a NIC',
  beta: "max((g - 1) / p S inside, (p - g) / p S through the member's share of the NICs)",
  lowerBound: '(p - 1) / p S: met on one switch; busbw <= NIC (p - 1) / (p - g) between domains',
  source: 'Thakur, Rabenseifner, Gropp, IJHPCA 19(1), 2005; nccl-tests issue 130',
  ops: ['all-to-all'],
  terms: (_op, p) => ({ steps: p - 1, sent: (p - 1) / p, reduced: 0 }),
  candidates(_op, site) {
    const { ranks: n, ranksPerDomain: g, domains } = site;
    const insideShare = (g - 1) / n;
    const outsideShare = domains === 1 ? 0 : (n - g) / n;
    const inside = insideShare / (site.scaleUpBytesPerS * site.constant('all_to_all_scale_up_efficiency'));
    const outer = domains === 1 ? null : site.scaleOut('all-to-all');
    const outside = outer === null ? 0 : (outsideShare * g) / outer.bytesPerS;
    const remote = outer === null ? 0 : site.constant('all_to_all_network_peer_latency') + outer.stepS / 8;
    const local = site.constant('all_to_all_scale_up_peer_latency');
    return [
      {
        algorithm: 'pairwise',
        protocol: 'simple',
        latencyS: launchLatencyS(site) + site.constant('point_to_point_latency') + (g - 1) * local + (n - g) * remote,
        secondsPerByte: Math.max(inside, outside),
        fillS: site.constant(domains === 1 ? 'pipeline_fill_latency_one_domain' : 'pipeline_fill_latency_two_domains'),
        limit: outer !== null && outside >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: insideShare,
        scaleOutPerByte: outsideShare,
        pattern: domains === 1 ? null : 'all-to-all',
      },
    ];
  },
};
