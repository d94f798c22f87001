import type { Algorithm, Candidate, Protocol } from '../algorithm.ts';
import {
  baseLatencyS,
  fillLatencyS,
  innerStepS,
  launchLatencyS,
  llLimit,
  outerStepS,
  protocolsOf,
} from '../nccl-latency.ts';
import type { Site } from '../site.ts';

/** Bytes a domain sends per byte of S: up once, down once per child, that is twice the edges over the nodes. */
export function treeTraffic(domains: number): number {
  return (2 * (domains - 1)) / domains;
}

function treeSecondsPerByte(site: Site, protocol: Protocol): { secondsPerByte: number; limit: string } {
  const share = site.constant('nccl_tree_efficiency');
  const inner = 2 / (site.scaleUpBytesPerS * site.constant('ring_scale_up_efficiency') * share);
  const outer = site.domains === 1 ? null : site.scaleOut('tree');
  const network = outer === null ? 0 : treeTraffic(site.domains) / (outer.bytesPerS * share);
  const bound = site.ranksPerDomain === 1 ? network : Math.max(inner, network);
  const limit = outer !== null && network >= bound ? outer.limit : 'scale-up';
  if (protocol === 'simple') return { secondsPerByte: bound, limit };
  if (protocol === 'll') {
    return { secondsPerByte: Math.max(bound * site.constant('nccl_tree_ll_cost'), 2 / llLimit(site)), limit };
  }
  return { secondsPerByte: bound / site.constant('nccl_ll128_efficiency'), limit };
}

function latencyS(site: Site, protocol: Protocol): number {
  const depth = Math.floor(Math.log2(site.domains));
  const outer = depth === 0 ? 0 : depth * outerStepS(site, 'tree', protocol);
  const inner = (site.ranksPerDomain - 1) * innerStepS(site, 'tree', protocol);
  return baseLatencyS(site, 'tree', protocol) + launchLatencyS(site) + 2 * (inner + outer);
}

/** Two complementary binary trees over the domains, each carrying half, with a chain inside every domain. */
export const doubleBinaryTree: Algorithm = {
  id: 'double-binary-tree',
  alpha: '2 (g - 1) steps inside, 2 floor(lg N) between domains',
  beta: '2 S (N - 1) / N through the NICs of a domain, S for two domains; 2 S inside',
  lowerBound: 'within a factor p / (p - 1) of the bandwidth bound; latency logarithmic in N',
  source: 'Sanders, Speck, Traff, Parallel Computing 35, 2009; NCCL 2.30.7 src/graph/tuning.cc',
  ops: ['all-reduce'],
  terms(_op, p) {
    const depth = Math.ceil(Math.log2(p));
    return { steps: 2 * depth, sent: 2, reduced: 1, fillDepth: 4 * depth };
  },
  candidates(_op, site) {
    if (site.ranks < 2) return [];
    const { ranksPerDomain: g, domains: N } = site;
    return protocolsOf(site).map((protocol): Candidate => {
      const { secondsPerByte, limit } = treeSecondsPerByte(site, protocol);
      return {
        algorithm: 'double-binary-tree',
        protocol,
        latencyS: latencyS(site, protocol),
        secondsPerByte,
        fillS: fillLatencyS(site),
        limit,
        scaleUpPerByte: (2 * (g - 1)) / g,
        scaleOutPerByte: N === 1 ? 0 : treeTraffic(N) / g,
        pattern: N === 1 ? null : 'tree',
      };
    });
  },
};
