import { calibratedModel } from '../../src/collectives/calibration/calibrated-model.ts';
import { entryFromPoints } from '../../src/collectives/calibration/entry.ts';
import type { Profile, ProfileEntry } from '../../src/collectives/calibration/profile.ts';
import { cleanPoints, fitSegments, leaveOneOutError, meanError } from '../../src/collectives/calibration/segments.ts';
import type { CollectiveCase } from './collective-cases.ts';
import { mean } from './statistics.ts';

/** A curve against its own segments. */
export interface WithinLog {
  readonly id: string;
  readonly state: string;
  readonly in_sample: number;
  readonly leave_one_out: number | null;
}

const ROWS_FOR_A_CURVE = 20;

export function withinLogs(cases: readonly CollectiveCase[]): readonly WithinLog[] {
  return cases
    .filter(({ points }) => points.length >= ROWS_FOR_A_CURVE)
    .map(({ id, state, points }) => {
      const clean = cleanPoints(points);
      return {
        id,
        state,
        in_sample: meanError(fitSegments(clean), clean),
        leave_one_out: leaveOneOutError(clean),
      };
    });
}

/** The largest scale of a site predicted from its smaller ones. */
export interface AcrossScales {
  readonly log: string;
  readonly site: string;
  readonly op: string;
  readonly state: string;
  readonly fitted_ranks: readonly number[];
  readonly predicted_ranks: number;
  readonly basis: string;
  readonly error: number | null;
  /** The model without the profile. */
  readonly uncalibrated_error: number | null;
}

function entryOf({ id, op, ranks, points }: CollectiveCase): ProfileEntry[] {
  const entry = entryFromPoints({ op, ranks, ranksPerNode: null }, points, id);
  return entry === null ? [] : [entry];
}

/** Every site and operation with three scales or more of the same kind of run: fit the smaller, predict the largest. */
export function acrossScales(cases: readonly CollectiveCase[]): readonly AcrossScales[] {
  const groups = new Map<string, CollectiveCase[]>();
  for (const entry of cases) {
    if (entry.set !== 'nccl' || entry.id.includes('minctas') || (entry.site.includes('aion') && entry.forced)) continue;
    const key = `${entry.site} ${entry.op}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((group): AcrossScales[] => {
    const sorted = group.toSorted((a, b) => a.ranks - b.ranks);
    const most = sorted.at(-1)?.ranks ?? 0;
    const smaller = sorted.filter(({ ranks }) => ranks < most);
    if (new Set(sorted.map(({ ranks }) => ranks)).size < 3) return [];
    const profile: Profile = { formatVersion: '1.0', entries: smaller.flatMap(entryOf) };
    return sorted.filter(({ ranks }) => ranks === most).map((largest) => predictedBy(profile, largest, smaller));
  });
}

function predictedBy(profile: Profile, largest: CollectiveCase, smaller: readonly CollectiveCase[]): AcrossScales {
  const model = calibratedModel(largest.interconnect, profile);
  const plain = calibratedModel(largest.interconnect, { formatVersion: '1.0', entries: [] });
  const target = { ranks: largest.ranks, stride: 1 };
  const errorOf = (with_: typeof model) =>
    mean(largest.points.map(({ bytes, timeS }) => Math.abs(with_.cost(largest.op, bytes, target).timeS / timeS - 1)));
  return {
    log: largest.id,
    site: largest.site,
    op: largest.op,
    state: largest.state,
    fitted_ranks: smaller.map(({ ranks }) => ranks),
    predicted_ranks: largest.ranks,
    basis: model.basis(largest.op, largest.points[0]?.bytes ?? 0, target).kind,
    error: errorOf(model),
    uncalibrated_error: errorOf(plain),
  };
}
