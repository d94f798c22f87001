import type { Algorithm } from '../algorithm.ts';
import { innerBusBytesPerS } from '../library.ts';
import { pipeline, range, type Transfer } from '../schedule.ts';
import { hasNvls, nvlsBytesPerS } from './nvls.ts';

/** Reduction in the network's switches (SHARP, CollNet), with NVLS or a reduce-scatter and all-gather inside. */
export const collnet: Algorithm = {
  id: 'collnet',
  alpha: 'one pass up and down the network, whatever the number of domains',
  beta: 'S / g through each NIC once in each direction; inside NVLS, or 2 (g - 1) / g S',
  lowerBound: 'in-network reduction lowers the bandwidth bound to S',
  source: 'NCCL 2.30.7 src/graph/tuning.cc (NVLS with CollNet); nccl-tests with SHARP on 12 nodes',
  needs: 'several scale-up domains and topology.in_network_reduction: true',
  automatic: true,
  ops: ['all-reduce'],
  // Of one member per domain; what happens inside runs at the same time.
  terms: () => ({ steps: 1, sent: 1, reduced: 0, fillDepth: 1 }),
  schedule(_op, p, chunks = 1) {
    const up = (chunk: number) => range(p).map((from): Transfer => ({ from, to: p, pieces: [chunk], reduce: true }));
    const down = (chunk: number) => range(p).map((to): Transfer => ({ from: p, to, pieces: [chunk], reduce: false }));
    return { pieces: chunks, switchMember: p, rounds: pipeline(chunks, [up, down]) };
  },
  candidates(_op, site) {
    if (site.domains === 1 || !site.inNetworkReduction) return [];
    const g = site.ranksPerDomain;
    const outer = site.scaleOut('tree');
    const rate = Math.min(outer.lineBytesPerS * site.constant('collnet_efficiency'), outer.fabricBytesPerS);
    const network = 1 / rate;
    const inside = g === 1 ? 0 : hasNvls(site) ? 1 / nvlsBytesPerS(site) : (2 * (g - 1)) / g / innerBusBytesPerS(site);
    const latency = site.constant('collnet_latency') + site.constant('transport_step_latency_tree') + outer.latencyS;
    return [
      {
        algorithm: 'collnet',
        protocol: 'simple',
        latencyS: latency,
        hidingS: 0,
        secondsPerByte: Math.max(network, inside),
        fillS: site.constant('network_tree_fill_share') * latency,
        limit: network >= inside ? outer.limit : 'scale-up',
        scaleUpPerByte: (2 * (g - 1)) / g,
        scaleOutPerByte: 1 / g,
        pattern: 'tree',
      },
    ];
  },
};
