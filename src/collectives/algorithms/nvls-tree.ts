import type { Algorithm } from '../algorithm.ts';
import { fillLatencyS, launchLatencyS } from '../nccl-latency.ts';
import { treeTraffic } from './double-binary-tree.ts';
import { hasNvls, nvlsBytesPerS } from './nvls.ts';

/** NVLS inside every domain, double binary trees between the same member of each domain. */
export const nvlsTree: Algorithm = {
  id: 'nvls-tree',
  alpha: 'one switch step, 2 floor(lg N) network steps',
  beta: 'max(S inside by NVLS, 2 S (N - 1) / N over the NICs of a domain)',
  lowerBound: 'two domains send S instead of 2 S (N - 1) / N each: the two-node effect',
  source: 'NCCL 2.30.7 src/graph/tuning.cc (NVLSTree)',
  ops: ['all-reduce'],
  terms: () => null,
  candidates(_op, site) {
    if (site.domains === 1 || !hasNvls(site)) return [];
    const outer = site.scaleOut('tree');
    const inside = 1 / nvlsBytesPerS(site);
    const network = treeTraffic(site.domains) / outer.bytesPerS;
    const step = site.constant('nccl_step_latency_network_nvls_tree') + outer.stepS;
    const inner = site.constant('nccl_step_latency_nvlink_nvls');
    return [
      {
        algorithm: 'nvls-tree',
        protocol: 'simple',
        latencyS: launchLatencyS(site) + inner + 2 * Math.floor(Math.log2(site.domains)) * step,
        secondsPerByte: Math.max(inside, network),
        fillS: fillLatencyS(site),
        limit: network > inside ? outer.limit : 'scale-up',
        scaleUpPerByte: 1 + 1 / site.ranksPerDomain,
        scaleOutPerByte: treeTraffic(site.domains) / site.ranksPerDomain,
        pattern: 'tree',
      },
    ];
  },
};
