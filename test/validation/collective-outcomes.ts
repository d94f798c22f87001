import { collectiveModel } from '../../src/collectives/model.ts';
import { CONSTANTS, MIB } from '../collectives/machine.ts';
import type { CollectiveCase } from './collective-cases.ts';
import { mean } from './statistics.ts';

export interface PointOutcome {
  readonly bytes: number;
  readonly measured_s: number;
  readonly predicted_s: number;
  readonly error_fraction: number;
  readonly algorithm: string;
  readonly protocol: string;
  /** Time of NCCL's own tuning table; null where it has none. */
  readonly library_s: number | null;
}

/** One curve with what the uncalibrated model says about it. */
export interface CollectiveOutcome {
  readonly id: string;
  readonly set: string;
  readonly site: string;
  readonly gpu: string;
  readonly state: string;
  readonly op: string;
  readonly ranks: number;
  readonly scale_out: boolean;
  /** Some constant was set on this curve. */
  readonly tuned: boolean;
  readonly points: readonly PointOutcome[];
}

/** From here on bandwidth decides between domains, and inside them. */
export const BANDWIDTH_FROM = 64 * MIB;
export const INSIDE_FROM = 16 * MIB;

/** Ids that a constant names in `serves`; a set's name stands for all its curves. */
const SERVED = new Set(CONSTANTS.flatMap(({ values }) => values.flatMap(({ serves }) => serves ?? [])));

export function outcomeOf(entry: CollectiveCase): CollectiveOutcome {
  const model = collectiveModel(entry.interconnect);
  const group = { ranks: entry.ranks, stride: 1 };
  // One log may hold tables of several rank counts: `<log>-8g`.
  const log = entry.id.replace(/-\d+g$/, '');
  const served = SERVED.has(entry.id) || SERVED.has(log) || SERVED.has(entry.set);
  return {
    id: entry.id,
    set: entry.set,
    site: entry.site,
    gpu: entry.interconnect.cluster.gpu.id,
    state: entry.state,
    op: entry.op,
    ranks: entry.ranks,
    scale_out: entry.scaleOut,
    tuned: served,
    points: entry.points.map(({ bytes, timeS }) => {
      const { chosen, library } = model.describe(entry.op, bytes, group, entry.forced ?? undefined);
      return {
        bytes,
        measured_s: timeS,
        predicted_s: chosen.timeS,
        error_fraction: chosen.timeS / timeS - 1,
        algorithm: chosen.algorithm,
        protocol: chosen.protocol,
        library_s: library?.tableTimeS ?? null,
      };
    }),
  };
}

export const pointsFrom = (outcome: CollectiveOutcome, bytes: number): readonly PointOutcome[] =>
  outcome.points.filter((point) => point.bytes >= bytes);

export const meanAbsolute = (points: readonly PointOutcome[]): number | null =>
  mean(points.map(({ error_fraction: e }) => Math.abs(e)));

export const bias = (points: readonly PointOutcome[]): number | null => mean(points.map(({ error_fraction: e }) => e));

export function libraryError(points: readonly PointOutcome[]): number | null {
  return mean(
    points.flatMap(({ library_s, measured_s }) => (library_s === null ? [] : [Math.abs(library_s / measured_s - 1)])),
  );
}
