import type { Algorithm } from '../algorithm.ts';
import { pipeline, range, type Schedule, type Transfer } from '../schedule.ts';
import type { Site } from '../site.ts';

/** Whether the scale-up switches reduce and multicast for this group: NVSwitch with NVLS, three members or more each. */
export function hasNvls(site: Site): boolean {
  return site.vendor === 'nvidia' && site.switched && site.fewestPerDomain > 2 && site.constant('nvls_efficiency') > 0;
}

/**
 * Rate at which an all-reduce of S bytes streams through the switch, bytes/s of S. With g heads, a channel charges
 * its head twice and every other member once, so each GPU drives g / (g + 1) of what NCCL counts of its links.
 */
export function nvlsBytesPerS(site: Site): number {
  const g = site.ranksPerDomain;
  const wide = g > site.constant('nvls_narrow_domain');
  const efficiency = site.constant(wide ? 'nvls_wide_efficiency' : 'nvls_efficiency');
  return (site.scaleUpBytesPerS * efficiency * g) / (g + 1);
}

/** Of every chunk member h is head of piece h: it gets that piece reduced by the switch and has it multicast. */
function headedSchedule(p: number, chunks: number): Schedule {
  const pieces = (chunk: number) => range(p).map((head) => chunk * p + head);
  const each = (transfer: (member: number) => Transfer) => range(p).map(transfer);
  return {
    pieces: p * chunks,
    switchMember: p,
    rounds: pipeline(chunks, [
      (chunk) => each((from) => ({ from, to: p, pieces: pieces(chunk), reduce: true })),
      (chunk) => each((to) => ({ from: p, to, pieces: [chunk * p + to], reduce: false })),
      (chunk) => each((from) => ({ from, to: p, pieces: [chunk * p + from], reduce: false })),
      (chunk) => each((to) => ({ from: p, to, pieces: pieces(chunk), reduce: false })),
    ]),
  };
}

/** In-switch reduction and multicast inside one scale-up domain. */
export const nvls: Algorithm = {
  id: 'nvls',
  alpha: 'one switch step',
  beta: 'S (g + 1) / g: every member streams S to the switch and takes its reduced part and the multicast',
  lowerBound: 'in-network reduction lowers the bandwidth bound to S',
  source: 'NCCL 2.30.7 src/graph/tuning.cc, search.cc (NVLS)',
  needs: 'one scale-up domain behind switches that reduce (Hopper and later), three members or more',
  automatic: true,
  ops: ['all-reduce'],
  terms(_op, p) {
    const sent = (p + 1) / p;
    return { steps: 3, sent, reduced: 0, fillDepth: 3, fillBytes: sent };
  },
  schedule: (_op, p, chunks = 1) => headedSchedule(p, chunks),
  candidates(_op, site) {
    if (site.domains > 1 || !hasNvls(site)) return [];
    return [
      {
        algorithm: 'nvls',
        protocol: 'simple',
        latencyS: site.constant('nvls_latency'),
        secondsPerByte: 1 / nvlsBytesPerS(site),
        hidingS: 0,
        fillS: site.constant('nvls_fill_latency'),
        limit: 'scale-up',
        scaleUpPerByte: 1 + 1 / site.ranksPerDomain,
        scaleOutPerByte: 0,
        pattern: null,
      },
    ];
  },
};
