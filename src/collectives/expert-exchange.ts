import { islandGpus } from './geometry.ts';
import { type Site, siteOf } from './site.ts';
import type { CollectiveCost, ExpertLoad, Group, Interconnect } from './types.ts';

/** Probability that `k` draws without replacement from `experts` all miss `marked` of them. */
function missing(experts: number, marked: number, k: number): number {
  let missed = 1;
  for (let i = 0; i < k; i++) missed *= Math.max(0, experts - marked - i) / (experts - i);
  return missed;
}

function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}

/**
 * Expected number of distinct parts that a token's experts fall into: `parts` hold `experts` / `parts` each and the
 * token picks `topK` different experts at random: parts (1 - C(E - E/parts, k) / C(E, k)). Node-limited routing first picks
 * `topGroups` of `groups` (DeepSeek-V3, arXiv 2412.19437, section 2.1.2), here at random too, which bounds the parts.
 */
export function distinctParts(parts: number, experts: number, topK: number, groups = 1, topGroups = 1): number {
  const eligible = (experts * topGroups) / groups;
  if (parts >= groups) {
    const reached = topGroups / groups;
    return parts * reached * (1 - missing(eligible, experts / parts, topK));
  }
  const perPart = groups / parts;
  let missed = 0;
  for (let hit = 0; hit <= Math.min(perPart, topGroups); hit++) {
    const chance = (binomial(perPart, hit) * binomial(groups - perPart, topGroups - hit)) / binomial(groups, topGroups);
    missed += chance * missing(eligible, (hit * experts) / groups, topK);
  }
  return parts * (1 - missed);
}

/** Copies of a token inside the source's domain and sent to other domains, on average. */
function copies(load: ExpertLoad, site: Site): { inside: number; outside: number } {
  const { ranks, domains } = site;
  const { experts, topK, groups, topGroups } = load;
  if (load.kernel === 'low-latency') {
    return { inside: topK / domains, outside: (topK * (domains - 1)) / domains };
  }
  // Everything a domain receives is spread to its ranks inside; by symmetry that is what one source sends in all.
  const inside = distinctParts(ranks, experts, topK, groups, topGroups);
  const outside =
    domains === 1 ? 0 : (distinctParts(domains, experts, topK, groups, topGroups) * (domains - 1)) / domains;
  return { inside, outside };
}

/**
 * Time of one dispatch or combine under balanced routing, with the bytes a rank sends. The busiest rank of an unbalanced
 * load costs its tokens over the mean: scale `tokensPerRank`.
 */
export function expertExchangeCost(load: ExpertLoad, group: Group, interconnect: Interconnect): CollectiveCost {
  return exchangeOf(exchangeRates(load, group, interconnect), load);
}

/** What a dispatch or combine costs per byte of its tokens, whatever their number. */
export interface ExchangeRates {
  readonly alphaS: number;
  readonly insideSecondsPerByte: number;
  readonly outsideSecondsPerByte: number;
  readonly scaleUpPerByte: number;
  readonly scaleOutPerByte: number;
  /** What binds outside the domain; null: nothing leaves it. */
  readonly outerLimit: string | null;
  readonly crossing: readonly number[];
}

/** Rates of an exchange on a group; tokens and bytes of `load` do not matter. */
export function exchangeRates(load: ExpertLoad, group: Group, interconnect: Interconnect): ExchangeRates {
  const site = siteOf(group, interconnect, islandGpus(interconnect.cluster));
  const suffix = load.kernel === 'throughput' ? 'throughput' : 'low_latency';
  const constant = (name: string) => site.constant(`expert_${load.direction}_${name}_${suffix}`);
  const count = copies(load, site);
  const outer = site.domains === 1 || interconnect.idealScaleOut ? null : site.scaleOut('all-to-all');
  const member = 1 / site.fewestPerDomain;
  const rate =
    outer === null
      ? Number.POSITIVE_INFINITY
      : Math.min(outer.lineBytesPerS * constant('network_efficiency'), outer.fabricBytesPerS) * member;
  const network =
    outer === null
      ? 0
      : site.constant('expert_network_latency') + site.constant('transport_step_latency_tree') + outer.latencyS;
  return {
    alphaS: constant('latency') + network,
    insideSecondsPerByte: count.inside / (site.scaleUpBytesPerS * constant('scale_up_efficiency')),
    outsideSecondsPerByte: outer === null ? 0 : count.outside / rate,
    scaleUpPerByte: (count.inside * (site.ranks - 1)) / site.ranks,
    scaleOutPerByte: outer === null ? 0 : count.outside,
    outerLimit: outer === null ? null : outer.limit,
    crossing: outer === null ? [] : outer.crossing,
  };
}

export function exchangeOf(rates: ExchangeRates, load: ExpertLoad): CollectiveCost {
  const bytes = load.tokensPerRank * load.bytesPerToken;
  const insideS = bytes * rates.insideSecondsPerByte;
  const outsideS = bytes * rates.outsideSecondsPerByte;
  const { alphaS, outerLimit, crossing } = rates;
  const betaS = Math.max(insideS, outsideS);
  return {
    timeS: alphaS + betaS,
    alphaS,
    betaS,
    algorithm: `expert-${load.direction}`,
    protocol: load.kernel,
    limitedBy: alphaS > betaS ? 'latency' : outerLimit !== null && outsideS >= insideS ? outerLimit : 'scale-up',
    scaleUpBytes: bytes * rates.scaleUpPerByte,
    scaleOutBytes: bytes * rates.scaleOutPerByte,
    crossing,
  };
}
