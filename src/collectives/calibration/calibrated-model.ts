import { islandGpus, placeGroup } from '../geometry.ts';
import { collectiveModel, type DescribedCollectiveModel } from '../model.ts';
import type { CollectiveCost, CollectiveOp, Group, Interconnect } from '../types.ts';
import type { Profile, ProfileEntry } from './profile.ts';
import { segmentTimeS } from './segments.ts';

/** How a calibrated cost came about. */
export type Basis =
  /** Operation and ranks were measured; within the measured sizes or beyond. */
  | { readonly kind: 'measured' | 'measured-beyond-sizes'; readonly source: string }
  /** The model, scaled by what it misses at the nearest measured number of domains. */
  | { readonly kind: 'scaled'; readonly source: string; readonly measuredRanks: number }
  /** The model alone; `reason` says why no measurement applies. */
  | { readonly kind: 'model'; readonly reason: string };

export interface CalibratedModel extends DescribedCollectiveModel {
  basis(op: CollectiveOp, bytes: number, group: Group): Basis;
}

/**
 * Costs from a profile where it reaches, from the model elsewhere. A curve measured on as many ranks is used as it is.
 * At another scale the model is multiplied by measured over modelled time of the nearest measured scale at this size.
 * Two domains are an artefact for trees (each sends S, not 2 S (N - 1) / N) and say nothing about more, nor one domain
 * about several: then the model stands alone and `basis` says so.
 */
export function calibratedModel(interconnect: Interconnect, profile: Profile): CalibratedModel {
  const model = collectiveModel(interconnect);
  const domainGpus = islandGpus(interconnect.cluster);
  const domainsOf = (ranks: number) => placeGroup({ ranks, stride: 1 }, domainGpus).domains;

  function entryFor(op: CollectiveOp, group: Group): ProfileEntry | string {
    // Measured groups fill their domains; a strided group shares its NICs with siblings and is another machine.
    if (group.stride !== 1) return 'measured groups are contiguous';
    const known = profile.entries.filter((entry) => entry.op === op);
    if (known.length === 0) return `no ${op} was measured`;
    const exact = known.find((entry) => entry.ranks === group.ranks);
    if (exact !== undefined) return exact;
    const domains = domainsOf(group.ranks);
    const usable = known.filter((entry) => sameRegime(op, domainsOf(entry.ranks), domains));
    if (usable.length === 0) return regimeReason(domains);
    const distance = (entry: ProfileEntry) => Math.abs(Math.log(entry.ranks / group.ranks));
    return usable.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  }

  function cost(op: CollectiveOp, bytes: number, group: Group): CollectiveCost {
    const modelled = model.cost(op, bytes, group);
    if (group.ranks <= 1) return modelled;
    const entry = entryFor(op, group);
    if (typeof entry === 'string') return modelled;
    const measured = segmentTimeS(entry.segments, bytes);
    const same = entry.ranks === group.ranks;
    const there = same ? 0 : model.cost(op, bytes, { ranks: entry.ranks, stride: 1 }).timeS;
    return withTime(modelled, same ? measured : (modelled.timeS * measured) / there);
  }

  return {
    cost,
    describe(op, bytes, group, algorithm) {
      const described = model.describe(op, bytes, group, algorithm);
      return algorithm === undefined ? { ...described, chosen: cost(op, bytes, group) } : described;
    },
    basis(op, bytes, group) {
      const entry = entryFor(op, group);
      if (typeof entry === 'string') return { kind: 'model', reason: entry };
      const { source, ranks } = entry;
      if (ranks !== group.ranks) return { kind: 'scaled', source, measuredRanks: ranks };
      const inside = bytes >= entry.smallestBytes && bytes <= entry.largestBytes;
      return { kind: inside ? 'measured' : 'measured-beyond-sizes', source };
    },
  };
}

/** Whether a curve on `measured` domains may stand for `wanted` domains. */
function sameRegime(op: CollectiveOp, measured: number, wanted: number): boolean {
  if (measured === 1 || wanted === 1) return measured === wanted;
  return op !== 'all-reduce' || (measured === 2) === (wanted === 2);
}

function regimeReason(domains: number): string {
  if (domains === 1) return 'only groups of several domains were measured';
  return domains === 2
    ? 'two domains send half of what more do; only other numbers were measured'
    : 'only one or two domains were measured, and two say nothing about more';
}

/** The same cost with another time; latency and transfer keep their proportion. */
function withTime(cost: CollectiveCost, timeS: number): CollectiveCost {
  const factor = cost.timeS === 0 ? 0 : timeS / cost.timeS;
  return { ...cost, timeS, alphaS: cost.alphaS * factor, betaS: cost.betaS * factor };
}
