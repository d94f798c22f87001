import type { Candidate } from './algorithm.ts';
import { type ExchangeRates, exchangeOf, exchangeRates } from './expert-exchange.ts';
import { islandGpus } from './geometry.ts';
import { libraryChoice } from './nccl/choice.ts';
import type { NcclChoice } from './nccl/tuning.ts';
import { ALGORITHMS } from './registry.ts';
import { type Site, siteOf } from './site.ts';
import type { CollectiveCost, CollectiveModel, CollectiveOp, Group, Interconnect } from './types.ts';

/** All that an operation could cost on a group, for `explain` and the `collective` command. */
export interface CollectiveDescription {
  /** The cheapest candidate: what `cost` returns where no algorithm was asked for. */
  readonly chosen: CollectiveCost;
  /** Cheapest first; empty for a group of one. */
  readonly candidates: readonly CollectiveCost[];
  /** What NCCL's own tuning table picks on this machine; null where it has no table (other vendors, all-to-all). */
  readonly library: NcclChoice | null;
}

export interface DescribedCollectiveModel extends CollectiveModel {
  /**
   * Every candidate's cost. `algorithm` (an id of the registry) runs that algorithm alone, also one that no library
   * picks by itself.
   * @throws RangeError where the algorithm cannot run this operation on this group.
   */
  describe(op: CollectiveOp, bytes: number, group: Group, algorithm?: string): CollectiveDescription;
}

interface Curve {
  readonly candidates: readonly Candidate[];
  readonly latencyS: Float64Array;
  readonly hidingS: Float64Array;
  readonly secondsPerByte: Float64Array;
  readonly fillS: Float64Array;
  readonly largestBytes: Float64Array;
  readonly crossing: readonly (readonly number[])[];
}

const NO_CROSSING: readonly number[] = [];
const OPERATION_INDEX: Readonly<Record<CollectiveOp, number>> = {
  'all-reduce': 0,
  'reduce-scatter': 1,
  'all-gather': 2,
  broadcast: 3,
  reduce: 4,
  'all-to-all': 5,
  'send-recv': 6,
};
const OPERATIONS = 8;
/** Keys stay exact integers up to this many GPUs: 8 * 2^22 * 2^22 < 2^53. */
const KEY_RANGE = 2 ** 22;

const NOTHING: CollectiveCost = {
  timeS: 0,
  alphaS: 0,
  betaS: 0,
  algorithm: 'none',
  protocol: 'none',
  limitedBy: 'latency',
  scaleUpBytes: 0,
  scaleOutBytes: 0,
  crossing: NO_CROSSING,
};

/**
 * Collective times on one machine. The cheapest of what the library could run is what it is taken to run; each
 * candidate costs what `Candidate` says. Memoises by operation and group.
 */
export function collectiveModel(interconnect: Interconnect): DescribedCollectiveModel {
  const domainGpus = islandGpus(interconnect.cluster);
  const curves = new Map<number, Curve>();
  const exchanges = new Map<string, ExchangeRates>();

  function curveOf(op: CollectiveOp, group: Group): Curve {
    const key = (Math.min(group.ranks, KEY_RANGE) * KEY_RANGE + group.stride) * OPERATIONS + OPERATION_INDEX[op];
    let curve = curves.get(key);
    if (curve === undefined) {
      curve = buildCurve(op, group, interconnect, domainGpus, null);
      curves.set(key, curve);
    }
    return curve;
  }

  return {
    cost(op, bytes, group) {
      if (group.ranks <= 1) return NOTHING;
      const curve = curveOf(op, group);
      return costOf(curve, cheapest(curve, bytes), bytes);
    },
    exchange(load, group) {
      if (group.ranks <= 1) return NOTHING;
      const { direction, kernel, experts, topK, groups, topGroups } = load;
      const key = `${direction} ${kernel} ${experts} ${topK} ${groups} ${topGroups} ${group.ranks} ${group.stride}`;
      let rates = exchanges.get(key);
      if (rates === undefined) {
        rates = exchangeRates(load, group, interconnect);
        exchanges.set(key, rates);
      }
      return exchangeOf(rates, load);
    },
    describe(op, bytes, group, algorithm) {
      if (group.ranks <= 1) return { chosen: NOTHING, candidates: [], library: null };
      const curve =
        algorithm === undefined ? curveOf(op, group) : buildCurve(op, group, interconnect, domainGpus, algorithm);
      const candidates = curve.candidates
        .map((_, index) => costOf(curve, index, bytes))
        .filter((_, index) => bytes <= (curve.largestBytes[index] ?? 0))
        .sort((a, b) => a.timeS - b.timeS);
      const chosen = costOf(curve, cheapest(curve, bytes), bytes);
      const library = libraryChoice(op, bytes, siteOf(group, interconnect, domainGpus), interconnect);
      return { chosen, candidates, library };
    },
  };
}

function buildCurve(
  op: CollectiveOp,
  group: Group,
  interconnect: Interconnect,
  domainGpus: number,
  algorithm: string | null,
): Curve {
  const site = siteOf(group, interconnect, domainGpus);
  if (interconnect.idealScaleOut && site.domains > 1) {
    if (site.ranksPerDomain === 1) return curveFrom([FREE], site);
    // What the network brings and takes is free; what the members of one domain share among themselves stays.
    const inside = siteOf({ ranks: site.ranksPerDomain, stride: group.stride }, interconnect, domainGpus);
    const share = op === 'all-to-all' ? site.ranksPerDomain / site.ranks : 1;
    // A flat ring may cross a slow domain with fewer bytes than two levels do; the real network bounds the ideal one.
    const flat = candidatesOf(op, site, algorithm).map((candidate) => ({ ...candidate, ...INSIDE_ONLY }));
    return curveFrom([...candidatesOf(op, inside, null).map((candidate) => scaled(candidate, share)), ...flat], inside);
  }
  return curveFrom(candidatesOf(op, site, algorithm), site);
}

const FREE: Candidate = {
  algorithm: 'none',
  protocol: 'simple',
  latencyS: 0,
  hidingS: 0,
  secondsPerByte: 0,
  fillS: 0,
  limit: 'latency',
  scaleUpPerByte: 0,
  scaleOutPerByte: 0,
  pattern: null,
};

const INSIDE_ONLY = { limit: 'scale-up', scaleOutPerByte: 0, pattern: null } as const;

function scaled(candidate: Candidate, share: number): Candidate {
  return {
    ...candidate,
    secondsPerByte: candidate.secondsPerByte * share,
    scaleUpPerByte: candidate.scaleUpPerByte * share,
  };
}

function candidatesOf(op: CollectiveOp, site: Site, algorithm: string | null): readonly Candidate[] {
  const candidates = ALGORITHMS.filter(
    ({ id, automatic, ops }) => ops.includes(op) && (algorithm === null ? automatic : id === algorithm),
  ).flatMap((entry) => entry.candidates(op, site));
  if (candidates.length === 0) {
    throw new RangeError(`${algorithm ?? 'no algorithm'} cannot run ${op} on ${site.ranks} ranks here`);
  }
  return candidates;
}

function curveFrom(candidates: readonly Candidate[], site: Site): Curve {
  return {
    candidates,
    latencyS: Float64Array.from(candidates, (candidate) => candidate.latencyS),
    hidingS: Float64Array.from(candidates, (candidate) => candidate.hidingS),
    secondsPerByte: Float64Array.from(candidates, (candidate) => candidate.secondsPerByte),
    fillS: Float64Array.from(candidates, (candidate) => candidate.fillS),
    largestBytes: Float64Array.from(candidates, (candidate) => candidate.largestBytes ?? Number.POSITIVE_INFINITY),
    crossing: candidates.map((candidate) =>
      candidate.pattern === null ? NO_CROSSING : site.scaleOut(candidate.pattern).crossing,
    ),
  };
}

/** Transfer and pipeline fill of one candidate without any latency, s. */
function transferS(curve: Curve, index: number, bytes: number): number {
  const transfer = bytes * (curve.secondsPerByte[index] ?? 0);
  return transfer + 2 * Math.sqrt((curve.fillS[index] ?? 0) * transfer);
}

/** Time of one candidate, s. */
function timeS(curve: Curve, index: number, bytes: number): number {
  const transfer = bytes * (curve.secondsPerByte[index] ?? 0);
  const hiding = curve.hidingS[index] ?? 0;
  const busy = hiding === 0 ? transfer : Math.cbrt(hiding * hiding * hiding + transfer * transfer * transfer);
  return (curve.latencyS[index] ?? 0) + busy + 2 * Math.sqrt((curve.fillS[index] ?? 0) * transfer);
}

function cheapest(curve: Curve, bytes: number): number {
  let best = 0;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let index = 0; index < curve.latencyS.length; index++) {
    if (bytes > (curve.largestBytes[index] ?? 0)) continue;
    // Latency and transfer alone already lose: the roots need not be taken.
    if ((curve.latencyS[index] ?? 0) + bytes * (curve.secondsPerByte[index] ?? 0) >= bestTime) continue;
    const time = timeS(curve, index, bytes);
    if (time < bestTime) {
      best = index;
      bestTime = time;
    }
  }
  return best;
}

function costOf(curve: Curve, index: number, bytes: number): CollectiveCost {
  const candidate = curve.candidates[index] as Candidate;
  const time = timeS(curve, index, bytes);
  const beta = transferS(curve, index, bytes);
  const alpha = Math.max(0, time - beta);
  return {
    timeS: time,
    alphaS: alpha,
    betaS: beta,
    algorithm: candidate.algorithm,
    protocol: candidate.protocol,
    limitedBy: alpha > beta ? 'latency' : candidate.limit,
    scaleUpBytes: bytes * candidate.scaleUpPerByte,
    scaleOutBytes: bytes * candidate.scaleOutPerByte,
    crossing: curve.crossing[index] ?? NO_CROSSING,
  };
}
