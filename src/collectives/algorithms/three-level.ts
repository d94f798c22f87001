import type { Algorithm, Candidate } from '../algorithm.ts';
import { levelPasses } from '../levels.ts';
import { innerBusBytesPerS, innerStepS, kernelLatencyS, outerStepS, ringFillS } from '../library.ts';
import type { Site } from '../site.ts';
import type { CollectiveOp } from '../types.ts';

function candidate(op: CollectiveOp, site: Site): Candidate {
  const { ranksPerDomain: g, domains: N, domainsPerLeaf: L } = site;
  const passes = levelPasses(op);
  const [near, far] = [site.scaleOutAmong(L, 1), site.scaleOutAmong(N / L, L)];
  const inside = (passes * (g - 1)) / g / innerBusBytesPerS(site);
  // Both outer levels use the same NICs; the far one is left 1 / L of the bytes.
  const under = (passes * (L - 1)) / L / near.bytesPerS;
  const over = (passes * (N / L - 1)) / N / far.bytesPerS;
  const innerSteps = passes * (g - 1) * innerStepS(site, 'simple');
  const outerSteps = passes * (L - 1 + N / L - 1) * outerStepS(site, 'ring', 'simple');
  return {
    algorithm: 'three-level',
    protocol: 'simple',
    latencyS: kernelLatencyS(site, 'simple') + innerSteps + outerSteps,
    hidingS: 0,
    secondsPerByte: Math.max(inside, under + over),
    fillS: ringFillS(site, 'simple'),
    limit: inside > under + over ? 'scale-up' : (over > under ? far : near).limit,
    scaleUpPerByte: (passes * (g - 1)) / g,
    scaleOutPerByte: (passes * (N - 1)) / N / g,
    pattern: 'ring',
  };
}

/**
 * Reduce-scatter inside the domain, then among the domains of one leaf switch, the operation across the leaves on what is left,
 * and the same way back: N / L - 1 + L - 1 network steps a pass instead of N - 1, and 1 / L of the bytes above the leaf.
 */
export const threeLevel: Algorithm = {
  id: 'three-level',
  alpha: '2 (g - 1) steps inside, 2 (L - 1) under a leaf, 2 (N / L - 1) across leaves; half for gathers and scatters',
  beta: '2 (g - 1) / g S inside; through the NICs 2 (L - 1) / L S under the leaf and 2 (N / L - 1) / N S above it',
  lowerBound: 'meets the bandwidth bound of each level',
  source: 'Patarasuk and Yuan, JPDC 69, 2009, applied per level; Cho et al., BlueConnect, MLSys 2019',
  needs: 'more domains than one leaf switch holds, evenly over the leaves, with as many members each',
  automatic: false,
  ops: ['all-reduce', 'reduce-scatter', 'all-gather'],
  terms: () => null,
  schedule: () => null,
  candidates(op, site) {
    const { domains: N, domainsPerLeaf: L, ranksPerDomain: g, fewestPerDomain } = site;
    const levels = L > 1 && L < N && N % L === 0 && fewestPerDomain === g;
    return levels ? [candidate(op, site)] : [];
  },
};
