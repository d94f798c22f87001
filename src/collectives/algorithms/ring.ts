import type { Algorithm, Candidate, Protocol } from '../algorithm.ts';
import {
  innerBusBytesPerS,
  innerStepS,
  kernelLatencyS,
  llLimit,
  outerStepS,
  postOverheadS,
  protocolsOf,
  ringFillS,
  wideDomainLimit,
} from '../library.ts';
import { everyMember, modulo, range, type Schedule, type Transfer } from '../schedule.ts';
import type { Site } from '../site.ts';
import type { CollectiveOp } from '../types.ts';

/** Passes over the ring: reduce-scatter and all-gather are one each, all-reduce is both. */
function passes(op: CollectiveOp): number {
  return op === 'all-reduce' ? 2 : 1;
}

function isOneWay(op: CollectiveOp): boolean {
  return op === 'broadcast' || op === 'reduce';
}

/** Seconds per byte of S and what binds. Between domains the copy of the own part hides behind the slower network. */
function secondsPerByte(site: Site, protocol: Protocol, factor: number, copy: number): { time: number; limit: string } {
  const inner = (factor + copy) / innerBus(site, protocol);
  if (site.domains === 1) return { time: inner, limit: 'scale-up' };
  const outer = factor / outerBus(site, protocol);
  return outer >= inner ? { time: outer, limit: site.scaleOut('ring').limit } : { time: inner, limit: 'scale-up' };
}

function innerBus(site: Site, protocol: Protocol): number {
  const bus = innerBusBytesPerS(site);
  if (protocol === 'll') return Math.min(site.constant('ll_limit_one_domain'), bus / 2);
  return protocol === 'simple' ? bus : site.constant('ll128_efficiency') * bus;
}

function outerBus(site: Site, protocol: Protocol): number {
  const bus = Math.min(site.scaleOut('ring').bytesPerS, wideDomainLimit(site));
  if (protocol === 'll') return Math.min(llLimit(site), bus / 2);
  if (protocol === 'simple') return bus;
  const channels = site.networkChannels * site.constant('ring_ll128_channel_limit');
  return Math.min(site.constant('ll128_efficiency') * bus, channels);
}

/** Latency that every message sees and the one that large messages hide, s. */
function latencies(op: CollectiveOp, site: Site, protocol: Protocol): { latencyS: number; hidingS: number } {
  const { ranksPerDomain: g, domains } = site;
  const rounds = passes(op);
  const base = kernelLatencyS(site, protocol);
  const inner = Math.max(innerStepS(site, protocol), postOverheadS(site, protocol));
  const oneDomain = rounds * (g - 1) * inner;
  if (domains === 1) return { latencyS: base + oneDomain, hidingS: 0 };
  // A pass over n members takes n - 1 steps, N - 1 of them between domains. Inside, the threads that wait for a step are those that
  // copy, so steps add up (20 racks: 4.7 ms at every size from 512 MiB); a NIC goes on with the next piece meanwhile.
  const outerSteps = rounds * (domains - 1);
  const laterInner = rounds * (domains - 1) * (g - 1) * inner;
  const outer = outerStepS(site, 'ring', protocol);
  return { latencyS: base + oneDomain + laterInner + outer, hidingS: (outerSteps - 1) * outer };
}

/** Piece i ends reduced at member i, then travels on around the ring. */
function ringRounds(op: CollectiveOp, p: number): readonly (readonly Transfer[])[] {
  const next = (member: number) => (member + 1) % p;
  const scatter = range(p - 1).map((step) => everyMember(p, next, (member) => [modulo(member - step - 1, p)], true));
  const gather = range(p - 1).map((step) => everyMember(p, next, (member) => [modulo(member - step, p)], false));
  if (op === 'reduce-scatter') return scatter;
  return op === 'all-gather' ? gather : [...scatter, ...gather];
}

/** Member 0 sends the chunks one after the other down the chain; a reduce runs the same way backwards. */
function chain(op: CollectiveOp, p: number, chunks: number): Schedule {
  const rounds = range(p - 2 + chunks).map((round) =>
    range(p - 1).flatMap((hop): Transfer[] => {
      const chunk = round - hop;
      if (chunk < 0 || chunk >= chunks) return [];
      return op === 'reduce'
        ? [{ from: p - 1 - hop, to: p - 2 - hop, pieces: [chunk], reduce: true }]
        : [{ from: hop, to: hop + 1, pieces: [chunk], reduce: false }];
    }),
  );
  return { pieces: chunks, rounds };
}

/**
 * Up to which size a gather or scatter between domains runs in this protocol: the library goes by the part of one
 * member. An all-reduce of such sizes runs on trees.
 */
function largestBytes(op: CollectiveOp, site: Site, protocol: Protocol): number {
  const limited = site.domains > 1 && protocol !== 'simple' && (op === 'all-gather' || op === 'reduce-scatter');
  if (!limited) return Number.POSITIVE_INFINITY;
  return site.ranks * site.constant(`network_ring_largest_part_${protocol}`);
}

/** Reduce-scatter, all-gather or both around one ring through every member. */
export const ring: Algorithm = {
  id: 'ring',
  alpha: '(p - 1) steps a pass, all-reduce two passes; N - 1 of a pass between domains',
  beta: '(p - 1) / p S a pass at min(scale-up, NIC share), and the copy of the own part; broadcast and reduce S',
  lowerBound: 'meets the bandwidth bound; latency grows with p, not lg p',
  source: 'Patarasuk and Yuan, JPDC 69, 2009; NCCL 2.30.7 src/graph/tuning.cc',
  automatic: true,
  ops: ['all-reduce', 'reduce-scatter', 'all-gather', 'broadcast', 'reduce'],
  terms(op, p) {
    // A chain: the last member waits p - 2 chunk times for the first chunk.
    if (isOneWay(op)) return { steps: p - 2, sent: 1, reduced: op === 'reduce' ? 1 : 0, fillDepth: p - 2 };
    const share = (p - 1) / p;
    return { steps: passes(op) * (p - 1), sent: passes(op) * share, reduced: op === 'all-gather' ? 0 : share };
  },
  schedule: (op, p, chunks = 1) => (isOneWay(op) ? chain(op, p, chunks) : { pieces: p, rounds: ringRounds(op, p) }),
  candidates(op, site) {
    const { ranks: n, ranksPerDomain: g, domains } = site;
    const factor = isOneWay(op) ? 1 : (passes(op) * (n - 1)) / n;
    // A member reads and writes its own part besides what it passes on.
    const copy = isOneWay(op) ? 0 : site.constant('ring_local_copy_steps') / n;
    const leaving = domains === 1 ? 0 : 1 / g;
    return protocolsOf(site).map((protocol): Candidate => {
      const { time, limit } = secondsPerByte(site, protocol, factor, copy);
      return {
        algorithm: 'ring',
        protocol,
        ...latencies(op, site, protocol),
        secondsPerByte: time,
        fillS: ringFillS(site, protocol),
        largestBytes: largestBytes(op, site, protocol),
        limit,
        scaleUpPerByte: factor * (1 - leaving),
        scaleOutPerByte: factor * leaving,
        pattern: domains === 1 ? null : 'ring',
      };
    });
  },
};
