import type { Algorithm } from '../algorithm.ts';
import { innerAllToAllBytesPerS } from '../library.ts';
import type { Site } from '../site.ts';

/** Postings of both stages: to the peers of the domain, and to one member of every other domain, s. */
export function railAlignedLatencyS({ ranksPerDomain, domains, constant }: Site, fabricLatencyS: number): number {
  const local = (ranksPerDomain - 1) * constant('scale_up_peer_latency');
  return local + (domains - 1) * constant('rail_peer_latency') + fabricLatencyS;
}

/**
 * All-to-all that gathers, inside the domain, what goes to one remote rail and sends it in one message: NCCL's PXN and
 * the dispatch kernels of expert parallelism.
 */
export const railAligned: Algorithm = {
  id: 'rail-aligned',
  alpha: '(g - 1) postings inside, N - 1 messages along the rail instead of p - g',
  beta: 'max((g - 1) / g S inside, (N - 1) / N S through the NIC share)',
  lowerBound: '(p - 1) / p S: every remote byte also crosses the scale-up domain once',
  source: 'NCCL PXN; DeepEP normal kernels',
  needs: 'several scale-up domains with as many members each, two or more',
  automatic: false,
  ops: ['all-to-all'],
  terms: () => null,
  schedule: () => null,
  candidates(_op, site) {
    const { ranksPerDomain: g, domains } = site;
    // A rail holds one member of every domain.
    if (domains === 1 || g === 1 || site.fewestPerDomain !== g) return [];
    const outer = site.scaleOut('all-to-all');
    const inside = (g - 1) / g / innerAllToAllBytesPerS(site);
    const across = (domains - 1) / domains / outer.memberBytesPerS;
    return [
      {
        algorithm: 'rail-aligned',
        protocol: 'simple',
        latencyS: site.constant('point_to_point_latency_simple') + railAlignedLatencyS(site, outer.latencyS),
        hidingS: 0,
        secondsPerByte: Math.max(inside, across),
        fillS: site.constant('point_to_point_fill_latency'),
        limit: across >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: (g - 1) / g,
        scaleOutPerByte: (domains - 1) / domains,
        pattern: 'all-to-all',
      },
    ];
  },
};
