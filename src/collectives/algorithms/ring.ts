import type { Algorithm, Candidate, Protocol } from '../algorithm.ts';
import {
  baseLatencyS,
  fillLatencyS,
  innerStepS,
  launchLatencyS,
  llLimit,
  outerStepS,
  postOverheadS,
  protocolsOf,
} from '../nccl-latency.ts';
import type { Site } from '../site.ts';
import type { CollectiveOp } from '../types.ts';

/** Passes over the ring: reduce-scatter and all-gather are one each, all-reduce is both. */
function passes(op: CollectiveOp): number {
  return op === 'all-reduce' ? 2 : 1;
}

function isOneWay(op: CollectiveOp): boolean {
  return op === 'broadcast' || op === 'reduce';
}

function busBytesPerS(site: Site): { bytesPerS: number; limit: string } {
  const inner = site.scaleUpBytesPerS * site.constant('ring_scale_up_efficiency');
  if (site.domains === 1) return { bytesPerS: inner, limit: 'scale-up' };
  const outer = site.scaleOut('ring');
  if (site.ranksPerDomain === 1) return { bytesPerS: outer.bytesPerS, limit: outer.limit };
  return outer.bytesPerS < inner
    ? { bytesPerS: outer.bytesPerS, limit: outer.limit }
    : { bytesPerS: inner, limit: 'scale-up' };
}

function protocolBus(site: Site, protocol: Protocol, bus: number): number {
  if (protocol === 'll') return Math.min(llLimit(site), bus / 2);
  if (protocol === 'simple') return bus;
  const perChannel = site.constant('nccl_ring_ll128_channel_limit');
  const share = site.constant('nccl_ll128_efficiency');
  return site.domains === 1 ? share * bus : Math.min(share * bus, site.networkChannels * perChannel);
}

function latencyS(op: CollectiveOp, site: Site, protocol: Protocol): number {
  const { ranks, domains } = site;
  const base = baseLatencyS(site, 'ring', protocol) + launchLatencyS(site);
  const inner = Math.max(innerStepS(site, 'ring', protocol), postOverheadS(site, protocol));
  const outer = domains === 1 ? 0 : outerStepS(site, 'ring', protocol);
  if (isOneWay(op)) return base + (ranks - domains) * inner + (domains - 1) * outer;
  const outerSteps = passes(op) * (domains - 1);
  return base + (passes(op) * (ranks - 1) - outerSteps) * inner + outerSteps * outer;
}

/** Reduce-scatter, all-gather or both around one ring through every member (Patarasuk and Yuan, JPDC 69, 2009). */
export const ring: Algorithm = {
  id: 'ring',
  alpha: '(p - 1) steps a pass, all-reduce two passes; N - 1 of them between domains',
  beta: '(p - 1) / p S a pass at min(scale-up, NIC share); broadcast and reduce S',
  lowerBound: 'meets the bandwidth bound; latency grows with p, not lg p',
  source: 'Patarasuk and Yuan, JPDC 69, 2009; NCCL 2.30.7 src/graph/tuning.cc',
  ops: ['all-reduce', 'reduce-scatter', 'all-gather', 'broadcast', 'reduce'],
  terms(op, p) {
    // A chain: the last member waits p - 2 chunk times for the first chunk.
    if (isOneWay(op)) return { steps: p - 2, sent: 1, reduced: op === 'reduce' ? 1 : 0, fillDepth: p - 2 };
    const share = (p - 1) / p;
    return {
      steps: passes(op) * (p - 1),
      sent: passes(op) * share,
      reduced: op === 'all-gather' ? 0 : share,
    };
  },
  candidates(op, site) {
    const { ranks: n, ranksPerDomain: g, domains } = site;
    const bus = busBytesPerS(site);
    const factor = isOneWay(op) ? 1 : (passes(op) * (n - 1)) / n;
    const leaving = domains === 1 ? 0 : 1 / g;
    return protocolsOf(site).map(
      (protocol): Candidate => ({
        algorithm: 'ring',
        protocol,
        latencyS: latencyS(op, site, protocol),
        secondsPerByte: factor / protocolBus(site, protocol, bus.bytesPerS),
        fillS: fillLatencyS(site),
        limit: bus.limit,
        scaleUpPerByte: factor * (1 - leaving),
        scaleOutPerByte: factor * leaving,
        pattern: domains === 1 ? null : 'ring',
      }),
    );
  },
};
