import type { Algorithm } from '../algorithm.ts';
import { everyMember } from '../schedule.ts';

/**
 * Each member sends one buffer to the next, as sendrecv_perf does. The worst pair sets the time: one between domains, if
 * any is, and it has its own NICs alone.
 */
export const sendRecv: Algorithm = {
  id: 'send-recv',
  alpha: 'one step',
  beta: "S at the member's share of the NICs, or of the scale-up links inside a domain",
  lowerBound: 'alpha + S beta: met',
  source: 'Hockney 1994; NCCL point-to-point',
  automatic: true,
  ops: ['send-recv'],
  terms: () => ({ steps: 1, sent: 1, reduced: 0 }),
  schedule: (_op, p) => ({
    pieces: 1,
    rounds: [
      everyMember(
        p,
        (member) => (member + 1) % p,
        () => [0],
        false,
      ),
    ],
  }),
  candidates(_op, site) {
    const base = site.constant('point_to_point_latency_simple');
    const crosses = site.domains > 1;
    const outer = crosses ? site.scaleOut('neighbour') : null;
    const local = site.scaleUpBytesPerS * site.constant('point_to_point_scale_up_efficiency');
    const outside = outer === null ? 0 : 1 / outer.memberBytesPerS;
    const inside = site.ranksPerDomain > 1 ? 1 / local : 0;
    const step =
      outer === null
        ? 0
        : site.constant('point_to_point_network_latency') +
          site.constant('transport_step_latency_tree') +
          outer.latencyS;
    // Of the members of a domain one sends to the next domain.
    const boundary = 1 / site.ranksPerDomain;
    return [
      {
        algorithm: 'send-recv',
        protocol: 'simple',
        latencyS: base + step,
        secondsPerByte: Math.max(inside, outside),
        hidingS: 0,
        fillS: site.constant('point_to_point_fill_latency'),
        limit: outer !== null && outside >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: crosses ? 1 - boundary : 1,
        scaleOutPerByte: crosses ? boundary : 0,
        pattern: crosses ? 'neighbour' : null,
      },
    ];
  },
};
