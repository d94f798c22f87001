import type { Algorithm, Candidate } from '../algorithm.ts';
import { levelPasses } from '../levels.ts';
import { innerBusBytesPerS, innerStepS, kernelLatencyS, outerStepS, ringFillS } from '../library.ts';
import type { Site } from '../site.ts';
import type { CollectiveOp } from '../types.ts';

function candidate(op: CollectiveOp, site: Site): Candidate {
  const { ranksPerDomain: g, domains } = site;
  const passes = levelPasses(op);
  const outer = site.scaleOut('ring');
  const inside = (passes * (g - 1)) / g / innerBusBytesPerS(site);
  const across = (passes * (domains - 1)) / domains / outer.bytesPerS;
  const innerSteps = passes * (g - 1) * innerStepS(site, 'simple');
  const outerSteps = passes * (domains - 1) * outerStepS(site, 'ring', 'simple');
  return {
    algorithm: 'hierarchical',
    protocol: 'simple',
    latencyS: kernelLatencyS(site, 'simple') + innerSteps + outerSteps,
    hidingS: 0,
    // The levels work on different chunks at the same time: the slower one holds.
    secondsPerByte: Math.max(inside, across),
    fillS: ringFillS(site, 'simple'),
    limit: across >= inside ? outer.limit : 'scale-up',
    scaleUpPerByte: (passes * (g - 1)) / g,
    scaleOutPerByte: (passes * (domains - 1)) / domains / g,
    pattern: 'ring',
  };
}

/** Reduce-scatter inside, the operation across on 1 / g of the bytes along every rail, all-gather inside. */
export const hierarchical: Algorithm = {
  id: 'hierarchical',
  alpha: '2 (g - 1) steps inside and 2 (N - 1) across; half for gathers and scatters',
  beta: '2 (g - 1) / g S inside, 2 (N - 1) / N S / g through each NIC; pipelined, the larger holds',
  lowerBound: 'meets the bandwidth bound of each level',
  source: 'Patarasuk and Yuan, JPDC 69, 2009, applied per level; Jia et al., arXiv 1807.11205',
  needs: 'several scale-up domains with as many members each, two or more',
  automatic: false,
  ops: ['all-reduce', 'reduce-scatter', 'all-gather'],
  terms: () => null,
  schedule: () => null,
  candidates(op, site) {
    const { domains, ranksPerDomain, fewestPerDomain } = site;
    // A rail holds one member of every domain.
    const rails = domains > 1 && ranksPerDomain > 1 && fewestPerDomain === ranksPerDomain;
    return rails ? [candidate(op, site)] : [];
  },
};
