import type { MeasuredGroup } from '../../spec/calibration.ts';
import { islandGpus, placeGroup } from '../geometry.ts';
import { collectiveModel, type DescribedCollectiveModel } from '../model.ts';
import type { CollectiveCost, CollectiveOp, Group, Interconnect } from '../types.ts';
import { type Compared, type Excess, excessOf, withExcess } from './excess.ts';
import { isAsExpected, LARGE_BYTES } from './health.ts';
import type { Profile, ProfileEntry } from './profile.ts';
import { segmentTimeS } from './segments.ts';

/** How a calibrated cost came about. */
export type Basis =
  /** Operation and group were measured; within the measured sizes or beyond. */
  | { readonly kind: 'measured' | 'measured-beyond-sizes'; readonly source: string }
  /** The model, corrected by what it misses on the nearest measured group. */
  | {
      readonly kind: 'scaled';
      readonly source: string;
      readonly measuredOp: CollectiveOp;
      readonly measuredRanks: number;
    }
  /** The model alone; `reason` says why no measurement applies. */
  | { readonly kind: 'model'; readonly reason: string };

export interface CalibratedModel extends DescribedCollectiveModel {
  basis(op: CollectiveOp, bytes: number, group: Group): Basis;
}

/** A measured curve with the place of its group on this machine. */
interface Placed {
  readonly entry: ProfileEntry;
  readonly group: Group;
  readonly domains: number;
  readonly ranksPerDomain: number;
}

interface Match {
  readonly placed: Placed;
  /** The asked group itself was measured. */
  readonly same: boolean;
  /** What large messages of the measured group tell about another one. */
  readonly carried: Excess;
}

/** Operations that pass the same bytes along the same ring: an all-reduce is a reduce-scatter and an all-gather. */
const RING_OPERATIONS: readonly CollectiveOp[] = ['all-reduce', 'reduce-scatter', 'all-gather'];

/**
 * Costs from measurements where they reach, from the model elsewhere. A curve of the same operation and group is used as
 * it is. Another group takes the model and what large messages of the nearest measured group take longer (`excessOf`); small
 * ones change protocol and algorithm at other sizes at each scale, and their ratio, carried size by size, doubles the model's
 * own error on published logs. A ring operation that was not measured follows one that was, where that one says that the
 * network is not the described one. Two domains are an artefact for an all-reduce (trees send S, not 2 S (N - 1) / N) and
 * say nothing about more, nor one domain about several: then the model stands alone and `basis` says so.
 *
 * @param measuredOn the machine the measurements come from, where `interconnect` is a variation of it
 */
export function calibratedModel(
  interconnect: Interconnect,
  profile: Profile,
  measuredOn: Interconnect = interconnect,
): CalibratedModel {
  const model = collectiveModel(interconnect);
  const origin = measuredOn === interconnect ? model : collectiveModel(measuredOn);
  const { cluster } = measuredOn;
  const domainGpus = islandGpus(cluster);
  const curves = profile.entries.map((entry): Placed => {
    const group = { ranks: entry.ranks, stride: measuredStride(entry, cluster.gpusPerNode) };
    const { domains, ranksPerDomain } = placeGroup(group, domainGpus);
    return { entry, group, domains, ranksPerDomain };
  });
  const matches = new Map<string, Match | string>();

  function matchOf(op: CollectiveOp, group: Group): Match | string {
    const key = `${op} ${group.ranks} ${group.stride}`;
    let match = matches.get(key);
    if (match === undefined) {
      match = findMatch(op, group);
      matches.set(key, match);
    }
    return match;
  }

  function findMatch(op: CollectiveOp, group: Group): Match | string {
    const own = curves.filter(({ entry }) => entry.op === op);
    const related = RING_OPERATIONS.includes(op)
      ? curves.filter(({ entry }) => entry.op !== op && RING_OPERATIONS.includes(entry.op))
      : [];
    if (own.length + related.length === 0) return `no ${op} was measured`;
    const { domains, ranksPerDomain } = placeGroup(group, domainGpus);
    if (interconnect.idealScaleOut && domains > 1) return 'an ideal network is not the measured one';
    const exact = own.find(
      (one) => one.group.ranks === group.ranks && one.domains === domains && one.ranksPerDomain === ranksPerDomain,
    );
    if (exact !== undefined) return { placed: exact, same: true, carried: NOTHING_MISSED };
    const fits = (one: Placed): boolean => sameRegime(op, one, domains);
    const usable = own.some(fits) ? own.filter(fits) : related.filter(fits);
    if (usable.length === 0) return regimeReason(domains);
    const distance = (one: Placed): number =>
      domains === 1
        ? Math.abs(Math.log(one.group.ranks / group.ranks))
        : Math.abs(Math.log(one.domains / domains)) + Math.abs(Math.log(one.ranksPerDomain / ranksPerDomain)) / FAR;
    const placed = usable.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    const compared = ofLargeMessages(placed);
    const { entry } = placed;
    if (entry.op !== op && compared.some(({ measuredS, modelledS }) => isAsExpected(measuredS / modelledS)))
      return `no ${op} was measured, and ${entry.op} is as modelled`;
    const { smallestBytes: least } = entry;
    const smallestS = segmentTimeS(entry.segments, least) - origin.cost(entry.op, least, placed.group).timeS;
    return { placed, same: false, carried: excessOf(compared, entry.op, entry.ranks, smallestS) };
  }

  /** Large messages, where bandwidth decides. */
  function ofLargeMessages({ entry, group }: Placed): readonly Compared[] {
    const { smallestBytes, largestBytes, segments } = entry;
    const from = Math.max(smallestBytes, Math.min(LARGE_BYTES, largestBytes / 4));
    const compared: Compared[] = [];
    for (let bytes = largestBytes; bytes >= from; bytes /= 2) {
      const modelledS = origin.cost(entry.op, bytes, group).timeS;
      compared.unshift({ bytes, measuredS: segmentTimeS(segments, bytes), modelledS });
    }
    return compared;
  }

  /** Measured time; outside its sizes a curve goes on as its last line upwards, as the model's shape downwards. */
  function missed({ entry, group }: Placed, bytes: number): number {
    const above = Math.max(bytes, entry.smallestBytes);
    const at = entry.rows > 1 ? above : Math.min(above, entry.largestBytes);
    return segmentTimeS(entry.segments, at) / origin.cost(entry.op, at, group).timeS;
  }

  function cost(op: CollectiveOp, bytes: number, group: Group): CollectiveCost {
    const modelled = model.cost(op, bytes, group);
    if (group.ranks <= 1 || bytes <= 0) return modelled;
    const match = matchOf(op, group);
    if (typeof match === 'string') return modelled;
    const { placed, same, carried } = match;
    const timeS = same ? modelled.timeS * missed(placed, bytes) : withExcess(modelled, op, group.ranks, carried);
    return inTime(modelled, timeS);
  }

  return {
    cost,
    exchange: model.exchange,
    describe(op, bytes, group, algorithm) {
      const described = model.describe(op, bytes, group, algorithm);
      return algorithm === undefined ? { ...described, chosen: cost(op, bytes, group) } : described;
    },
    basis(op, bytes, group) {
      const match = matchOf(op, group);
      if (typeof match === 'string') return { kind: 'model', reason: match };
      const { entry } = match.placed;
      const { source, ranks: measuredRanks, smallestBytes, largestBytes } = entry;
      if (!match.same) return { kind: 'scaled', source, measuredOp: entry.op, measuredRanks };
      const inside = bytes >= smallestBytes && bytes <= largestBytes;
      return { kind: inside ? 'measured' : 'measured-beyond-sizes', source };
    },
  };
}

const NOTHING_MISSED: Excess = { factor: 1, stepS: 0 };

/** How much less a rank count inside the domains matters than the number of domains, when the nearest curve is looked for. */
const FAR = 1000;

/** GPUs between neighbours of a measured group: ranks that leave GPUs of their nodes idle stand apart by as much. */
export const measuredStride = ({ ranks, ranksPerNode }: MeasuredGroup, gpusPerNode: number): number =>
  ranksPerNode === null || ranks <= ranksPerNode ? 1 : Math.max(1, Math.floor(gpusPerNode / ranksPerNode));

/** Whether a curve may stand for a group on `wanted` domains. */
function sameRegime(op: CollectiveOp, { entry, domains }: Placed, wanted: number): boolean {
  if (domains === 1 || wanted === 1) return domains === wanted;
  const artefact = op === 'all-reduce' || entry.op === 'all-reduce';
  return !artefact || (domains === 2) === (wanted === 2);
}

function regimeReason(domains: number): string {
  if (domains === 1) return 'only groups of several domains were measured';
  return domains === 2
    ? 'two domains send half of what more do; only other numbers were measured'
    : 'only one or two domains were measured, and two say nothing about more';
}

/** The same cost in another time; latency and transfer keep their proportion. */
function inTime(cost: CollectiveCost, timeS: number): CollectiveCost {
  const factor = cost.timeS === 0 ? 0 : timeS / cost.timeS;
  return { ...cost, timeS, alphaS: cost.alphaS * factor, betaS: cost.betaS * factor };
}
