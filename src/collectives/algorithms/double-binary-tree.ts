import type { Algorithm, Candidate, Protocol } from '../algorithm.ts';
import {
  extent,
  innerBusBytesPerS,
  innerStepS,
  kernelLatencyS,
  llLimit,
  outerStepS,
  protocolsOf,
  treeFillS,
  wideDomainLimit,
} from '../library.ts';
import type { Site } from '../site.ts';
import { doubleTreeSchedule } from './double-tree-schedule.ts';

/** Bytes a domain sends per byte of S: up once, down once per child, that is twice the edges over the nodes. */
export function treeTraffic(domains: number): number {
  return (2 * (domains - 1)) / domains;
}

/** Steps between domains on the way up, floor(lg N). */
export function treeDepth(domains: number): number {
  return Math.floor(Math.log2(domains));
}

/**
 * A tree passes chunks of a fixed size along a chain through every domain; until each of the links of a wide one holds a chunk,
 * the rest waits, s. LL has chunks too small to tell.
 */
function wideChainS(site: Site, protocol: Protocol): number {
  const { ranksPerDomain: g, domains, constant } = site;
  if (domains === 1 || protocol === 'll' || g <= constant('nvls_narrow_domain')) return 0;
  return 2 * (g - 1) * constant('tree_wide_chunk_time');
}

/** Seconds per byte of S in protocol Simple and what binds; both passes share a link's one direction inside a domain. */
function simpleSecondsPerByte(site: Site): { secondsPerByte: number; limit: string } {
  const bounds = [];
  if (site.ranksPerDomain > 1) {
    bounds.push({
      secondsPerByte: 2 / (innerBusBytesPerS(site) * site.constant('tree_efficiency')),
      limit: 'scale-up',
    });
  }
  if (site.domains > 1) {
    const outer = site.scaleOut('tree');
    const channels = site.networkChannels * site.constant(`tree_channel_limit_${extent(site)}`);
    bounds.push({ secondsPerByte: treeTraffic(site.domains) / outer.bytesPerS, limit: outer.limit });
    bounds.push({ secondsPerByte: 2 / Math.min(channels, wideDomainLimit(site)), limit: outer.limit });
  }
  return bounds.reduce((a, b) => (b.secondsPerByte > a.secondsPerByte ? b : a));
}

function protocolSecondsPerByte(site: Site, protocol: Protocol, simple: number): number {
  if (protocol === 'simple') return simple;
  if (protocol === 'll128') return simple / site.constant('ll128_efficiency');
  return Math.max(simple * site.constant('tree_ll_cost'), 2 / llLimit(site));
}

/** Two complementary binary trees over the domains, each carrying half, with a chain inside every domain. */
export const doubleBinaryTree: Algorithm = {
  id: 'double-binary-tree',
  alpha: '2 (g - 1) steps inside, 2 floor(lg N) between domains',
  beta: '2 S (N - 1) / N through the NICs of a domain, S for two domains; 2 S inside',
  lowerBound: 'within a factor p / (p - 1) of the bandwidth bound; latency logarithmic in N',
  source: 'Sanders, Speck, Traff, Parallel Computing 35, 2009; NCCL 2.30.7 src/graph/tuning.cc',
  automatic: true,
  ops: ['all-reduce'],
  terms(_op, p) {
    const depth = Math.ceil(Math.log2(p));
    return { steps: 2 * depth, sent: 2, reduced: 1, fillDepth: 4 * depth };
  },
  schedule: (_op, p, chunks = 2) => doubleTreeSchedule(p, chunks),
  candidates(_op, site) {
    const { ranksPerDomain: g, domains: N } = site;
    const simple = simpleSecondsPerByte(site);
    return protocolsOf(site).map((protocol): Candidate => {
      const inner = 2 * (g - 1) * innerStepS(site, protocol);
      const outer = N === 1 ? 0 : 2 * treeDepth(N) * outerStepS(site, 'tree', protocol);
      return {
        algorithm: 'double-binary-tree',
        protocol,
        latencyS: kernelLatencyS(site, protocol) + inner + outer + wideChainS(site, protocol),
        secondsPerByte: protocolSecondsPerByte(site, protocol, simple.secondsPerByte),
        hidingS: 0,
        fillS: treeFillS(site, outer, protocol),
        limit: simple.limit,
        scaleUpPerByte: (2 * (g - 1)) / g,
        scaleOutPerByte: N === 1 ? 0 : treeTraffic(N) / g,
        pattern: N === 1 ? null : 'tree',
      };
    });
  },
};
