import { islandGpus } from './geometry.ts';
import { type Site, siteOf } from './site.ts';
import type { CollectiveCost, Group, Interconnect } from './types.ts';

/** throughput: a token travels once to a domain or rank (training, prefill). low-latency: once per chosen expert. */
export type ExpertKernel = 'throughput' | 'low-latency';

/** Tokens on their way to their experts or back. */
export interface ExpertLoad {
  readonly direction: 'dispatch' | 'combine';
  readonly kernel: ExpertKernel;
  readonly tokensPerRank: number;
  /** Bytes of one token's activations, with its scales. */
  readonly bytesPerToken: number;
  readonly topK: number;
  /** Routed experts, spread evenly over the group. */
  readonly experts: number;
}

/**
 * Expected number of distinct parts that a token's experts fall into: `parts` hold `experts` / `parts` each and the
 * token picks `topK` different experts at random: parts (1 - C(E - E/parts, k) / C(E, k)).
 */
export function distinctParts(parts: number, experts: number, topK: number): number {
  const perPart = experts / parts;
  let missed = 1;
  for (let i = 0; i < topK; i++) missed *= Math.max(0, experts - perPart - i) / (experts - i);
  return parts * (1 - missed);
}

/** Copies of a token inside the source's domain and sent to other domains, on average. */
function copies(load: ExpertLoad, site: Site): { inside: number; outside: number } {
  const { ranks, domains } = site;
  if (load.kernel === 'low-latency') {
    return { inside: load.topK / domains, outside: (load.topK * (domains - 1)) / domains };
  }
  // Everything a domain receives is spread to its ranks inside; by symmetry that is what one source sends in all.
  const inside = distinctParts(ranks, load.experts, load.topK);
  const outside = domains === 1 ? 0 : (distinctParts(domains, load.experts, load.topK) * (domains - 1)) / domains;
  return { inside, outside };
}

/**
 * Time of one dispatch or combine under balanced routing, with the bytes a rank sends. The busiest rank of an unbalanced
 * load costs its tokens over the mean: scale `tokensPerRank`.
 */
export function expertExchangeCost(load: ExpertLoad, group: Group, interconnect: Interconnect): CollectiveCost {
  const site = siteOf(group, interconnect, islandGpus(interconnect.cluster));
  const suffix = load.kernel === 'throughput' ? 'throughput' : 'low_latency';
  const constant = (name: string) => site.constant(`expert_${load.direction}_${name}_${suffix}`);
  const count = copies(load, site);
  const bytes = load.tokensPerRank * load.bytesPerToken;
  const insideS = (bytes * count.inside) / (site.scaleUpBytesPerS * constant('scale_up_efficiency'));
  const outer = site.domains === 1 || interconnect.idealScaleOut ? null : site.scaleOut('all-to-all');
  const member = 1 / site.fewestPerDomain;
  const rate =
    outer === null
      ? Number.POSITIVE_INFINITY
      : Math.min(outer.lineBytesPerS * constant('network_efficiency'), outer.fabricBytesPerS) * member;
  const outsideS = outer === null ? 0 : (bytes * count.outside) / rate;
  const network =
    outer === null
      ? 0
      : site.constant('expert_network_latency') + site.constant('transport_step_latency_tree') + outer.latencyS;
  const alphaS = constant('latency') + network;
  const betaS = Math.max(insideS, outsideS);
  return {
    timeS: alphaS + betaS,
    alphaS,
    betaS,
    algorithm: `expert-${load.direction}`,
    protocol: load.kernel,
    limitedBy: alphaS > betaS ? 'latency' : outer !== null && outsideS >= insideS ? outer.limit : 'scale-up',
    scaleUpBytes: (bytes * count.inside * (site.ranks - 1)) / site.ranks,
    scaleOutBytes: outer === null ? 0 : bytes * count.outside,
    crossing: outer === null ? [] : outer.crossing,
  };
}
