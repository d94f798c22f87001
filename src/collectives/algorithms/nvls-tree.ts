import type { Algorithm } from '../algorithm.ts';
import { extent, transportExtraS, treeFillS } from '../library.ts';
import type { Site } from '../site.ts';
import { treeDepth, treeTraffic } from './double-binary-tree.ts';
import { hasNvls, nvlsBytesPerS } from './nvls.ts';

function nvlsTreeStepS(site: Site): number {
  const transport = site.constant('transport_step_latency_tree') + transportExtraS(site, 'simple');
  return site.constant('network_step_latency_nvls_tree') + transport + site.scaleOut('tree').latencyS;
}

/** NVLS inside every domain, double binary trees between the same member of each domain. */
export const nvlsTree: Algorithm = {
  id: 'nvls-tree',
  alpha: 'one switch step, 2 floor(lg N) network steps',
  beta: 'max(S inside by NVLS, 2 S (N - 1) / N over the NICs of a domain)',
  lowerBound: 'two domains send S instead of 2 S (N - 1) / N each: the two-node effect',
  source: 'NCCL 2.30.7 src/graph/tuning.cc (NVLSTree)',
  needs:
    'several scale-up domains behind switches that reduce (Hopper and later), three members or more on each, no racks beyond two',
  automatic: true,
  ops: ['all-reduce'],
  terms: () => null,
  schedule: () => null,
  candidates(_op, site) {
    if (site.domains === 1 || !hasNvls(site)) return [];
    if (site.domains > 2 && site.ranksPerDomain > site.constant('nvls_tree_widest_group')) return [];
    const { ranksPerDomain: g, domains: N } = site;
    const outer = site.scaleOut('tree');
    const inside = 1 / nvlsBytesPerS(site);
    const heads = (g * site.constant(`nvls_tree_head_limit_${extent(site)}`)) / 2;
    const network = Math.max(treeTraffic(N) / outer.bytesPerS, 1 / heads);
    const path = 2 * treeDepth(N) * nvlsTreeStepS(site);
    return [
      {
        algorithm: 'nvls-tree',
        protocol: 'simple',
        latencyS: site.constant('nvls_tree_latency') + path,
        secondsPerByte: Math.max(inside, network),
        hidingS: 0,
        fillS: treeFillS(site, path, 'simple'),
        limit: network > inside ? outer.limit : 'scale-up',
        scaleUpPerByte: 1 + 1 / g,
        scaleOutPerByte: treeTraffic(N) / g,
        pattern: 'tree',
      },
    ];
  },
};
