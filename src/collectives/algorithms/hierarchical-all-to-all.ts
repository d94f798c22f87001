import type { Algorithm } from '../algorithm.ts';
import { innerAllToAllBytesPerS } from '../library.ts';
import { everyMember, range, type Schedule } from '../schedule.ts';
import { railAlignedLatencyS } from './rail-aligned.ts';

/**
 * The two stages round by round, g members on each of `domains`: inside the domain every member hands to each other what
 * goes to that one's rail, then the members of a rail exchange. Piece from * p + to is what `from` holds for `to`.
 */
export function twoStageSchedule(g: number, domains: number): Schedule {
  const p = g * domains;
  const gather = range(g - 1).map((round) => {
    const peer = (member: number) => member - (member % g) + ((member + round + 1) % g);
    const forRail = (member: number) => range(domains).map((d) => member * p + d * g + (peer(member) % g));
    return everyMember(p, peer, forRail, false);
  });
  const exchange = range(domains - 1).map((round) => {
    const peer = (member: number) => (member + (round + 1) * g) % p;
    // A member holds, for its rail, what every member of its domain handed it.
    const held = (member: number) => range(g).map((i) => (member - (member % g) + i) * p + peer(member));
    return everyMember(p, peer, held, false);
  });
  return { pieces: p, rounds: [...gather, ...exchange] };
}

/** All-to-all in two stages, one after the other: inside the domain by rail, then along the rails. */
export const hierarchicalAllToAll: Algorithm = {
  id: 'hierarchical-all-to-all',
  alpha: 'g - 1 messages inside, N - 1 along the rail instead of p - g',
  beta: '(g - 1) / g S inside, then (N - 1) / N S through the NIC share',
  lowerBound: '(p - 1) / p S; every remote byte also crosses the scale-up domain, and the stages add up',
  source: 'Traff and Rougier, EuroMPI 2014; DeepSpeed-MoE, arXiv 2201.05596, section 5.2',
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
        algorithm: 'hierarchical-all-to-all',
        protocol: 'simple',
        // Two kernels, one for each stage.
        latencyS: 2 * site.constant('point_to_point_latency_simple') + railAlignedLatencyS(site, outer.latencyS),
        hidingS: 0,
        secondsPerByte: inside + across,
        fillS: site.constant('point_to_point_fill_latency'),
        limit: across >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: (g - 1) / g,
        scaleOutPerByte: (domains - 1) / domains,
        pattern: 'all-to-all',
      },
    ];
  },
};
