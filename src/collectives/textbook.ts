import type { Candidate, Terms } from './algorithm.ts';
import { innerStepS, kernelLatencyS, outerStepS } from './library.ts';
import type { Site } from './site.ts';

/**
 * Which of a member's messages stay inside its domain. nested: the algorithm works inside first, so the terms of a
 * group of g stay inside and the rest leaves. uniform: every peer gets the same, so (g - 1) / (p - 1) stays inside.
 */
export type Spread = 'nested' | 'uniform';

/**
 * A candidate from a closed form: latency by steps, bandwidth by the member's own links and its share of the NICs. Uses
 * protocol Simple's latencies and the ring's sustained rates, since no library publishes others for these algorithms.
 */
export function textbookCandidate(
  algorithm: string,
  site: Site,
  terms: (ranks: number) => Terms,
  spread: Spread,
): Candidate {
  const { ranks, ranksPerDomain, fewestPerDomain, domains } = site;
  const all = terms(ranks);
  const within = (members: number): { steps: number; sent: number } => {
    if (domains === 1) return all;
    if (spread === 'nested') return members === 1 ? { steps: 0, sent: 0 } : terms(members);
    const share = (members - 1) / (ranks - 1);
    return { steps: all.steps * share, sent: all.sent * share };
  };
  const { steps: stepsInside, sent: sentInside } = within(ranksPerDomain);
  const stepsOutside = all.steps - stepsInside;
  // A member of the emptiest domain keeps least inside.
  const sentOutside = all.sent - within(fewestPerDomain).sent;
  const efficiency = site.hop === 'pcie' ? 'ring_pcie_efficiency' : 'ring_scale_up_efficiency';
  const rate = site.scaleUpBytesPerS * site.constant(efficiency);
  const inside = sentInside / rate;
  const outer = domains === 1 ? null : site.scaleOut('all-to-all');
  const outside = outer === null ? 0 : sentOutside / outer.memberBytesPerS;
  const outerStep = outer === null ? 0 : outerStepS(site, 'tree', 'simple');
  const latency = kernelLatencyS(site, 'simple') + stepsInside * innerStepS(site, 'simple') + stepsOutside * outerStep;
  const alpha = Math.max(innerStepS(site, 'simple'), outerStep);
  return {
    algorithm,
    protocol: 'simple',
    latencyS: latency,
    hidingS: 0,
    secondsPerByte: spread === 'uniform' ? Math.max(inside, outside) : inside + outside,
    fillS: (all.fillDepth ?? 0) * (all.fillBytes ?? 1) * alpha,
    limit: outer !== null && outside >= inside ? outer.limit : 'scale-up',
    scaleUpPerByte: sentInside,
    scaleOutPerByte: sentOutside,
    pattern: domains === 1 ? null : 'all-to-all',
  };
}
