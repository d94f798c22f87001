import { collectiveModel } from '../../src/collectives/model.ts';
import type { Interconnect } from '../../src/collectives/types.ts';
import { acrossScales, withinLogs } from './calibration-cases.ts';
import type { CollectiveCase } from './collective-cases.ts';
import { type LawOutcome, modelLaws, scheduleLaw } from './collective-laws.ts';
import {
  BANDWIDTH_FROM,
  type CollectiveOutcome,
  INSIDE_FROM,
  libraryError,
  meanAbsolute,
  pointsFrom,
} from './collective-outcomes.ts';
import { expertOutcomes, expertSummaries } from './expert-cases.ts';
import { recognised } from './recognised-logs.ts';
import { mean, median, quantile } from './statistics.ts';
import { percent } from './text-table.ts';

/** One number with what it should be. */
export interface Target {
  readonly name: string;
  readonly value: number | null;
  readonly words: string;
  readonly wanted: string;
  /** null: shown beside a target, without one of its own. */
  readonly met: boolean | null;
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** An error with the largest that is wanted; without one it is shown only. */
function error(name: string, value: number | null, most?: number): Target {
  const wanted = most === undefined ? '' : `${Math.round(100 * most)} %`;
  return {
    name,
    value,
    words: percent(value),
    wanted,
    met: most === undefined || value === null ? null : value <= most,
  };
}

/** How many of a number of things are right; all of them are wanted. */
const all = (name: string, right: number, of: number): Target => ({
  name,
  value: right,
  words: `${right} of ${of}`,
  wanted: 'all',
  met: right === of,
});

const HEALTHY: readonly string[] = ['default', 'tuned'];

const medianFrom = (list: readonly CollectiveOutcome[], bytes: number): number | null =>
  median(known(list.map((o) => meanAbsolute(pointsFrom(o, bytes)))));

function uncalibrated(outcomes: readonly CollectiveOutcome[]): Target[] {
  const wide = outcomes.filter((o) => o.scale_out);
  const sound = wide.filter((o) => o.state !== 'degraded' && o.state !== 'jittery');
  const healthy = wide.filter((o) => HEALTHY.includes(o.state));
  const inside = outcomes.filter((o) => !o.scale_out);
  const sites = [...new Set(sound.map(({ site }) => site))];
  const ofSite = (site: string) => mean(known(sound.filter((o) => o.site === site).map((o) => meanAbsolute(o.points))));
  const untuned = sound.filter((o) => !o.tuned);
  return [
    error('several domains, every log, from 1 KiB: median of logs', medianFrom(wide, 0), 0.12),
    error('  without degraded and jittery logs', medianFrom(sound, 0), 0.12),
    error('  one value a site: median of sites', median(known(sites.map(ofSite))), 0.12),
    error('  logs that set no constant', medianFrom(untuned, 0)),
    error('several domains, healthy fabrics, from 64 MiB: median of logs', medianFrom(healthy, BANDWIDTH_FROM), 0.07),
    error('one domain, from 16 MiB: median of curves', medianFrom(inside, INSIDE_FROM), 0.08),
    error(
      '  worst tenth of the curves',
      quantile(known(inside.map((o) => meanAbsolute(pointsFrom(o, INSIDE_FROM)))), 0.9),
    ),
    error('  below 16 MiB', median(known(inside.map((o) => meanAbsolute(below(o)))))),
    ...sourceSpread(inside),
    error(
      "NCCL's own tuning table on the healthy logs: median",
      median(known(healthy.map((o) => libraryError(o.points)))),
    ),
  ];
}

const below = (o: CollectiveOutcome) => o.points.filter(({ bytes }) => bytes < INSIDE_FROM);

/** How far two sources that measured the same operation on the same GPUs lie apart: no model can be nearer to both. */
function sourceSpread(inside: readonly CollectiveOutcome[]): Target[] {
  const ratios = (low: number, high: number): number[] =>
    inside.flatMap((a) =>
      inside
        .filter((b) => b.site > a.site && b.gpu === a.gpu && b.op === a.op && b.ranks === a.ranks)
        .flatMap((b) =>
          a.points.flatMap(({ bytes, measured_s: one }) => {
            const other = b.points.find((point) => point.bytes === bytes)?.measured_s;
            return other === undefined || bytes < low || bytes >= high
              ? []
              : [Math.max(one, other) / Math.min(one, other)];
          }),
        ),
    );
  const spread = (name: string, values: readonly number[]): Target => ({
    name,
    value: median(values),
    words: values.length === 0 ? '-' : `${median(values)?.toFixed(2)} x, at most ${Math.max(...values).toFixed(2)} x`,
    wanted: '',
    met: null,
  });
  return [
    spread('  two sources on the same GPUs, apart below 16 MiB (the floor)', ratios(0, INSIDE_FROM)),
    spread('  the same from 16 MiB', ratios(INSIDE_FROM, Number.POSITIVE_INFINITY)),
  ];
}

function calibrated(cases: readonly CollectiveCase[]): Target[] {
  const logs = withinLogs(cases);
  const sound = logs.filter(({ state }) => HEALTHY.includes(state));
  const out = (list: typeof logs) => mean(known(list.map((l) => l.leave_one_out)));
  return [
    error(`calibrated, ${logs.length} logs and curves of 20 sizes and more, each size left out: mean`, out(logs), 0.08),
    error(`  ${sound.length} healthy ones`, out(sound), 0.08),
    error('  in sample', mean(logs.map((l) => l.in_sample))),
    ...acrossScales(cases).map(({ log, state, error: missed }) =>
      error(
        `across scales, from the smaller ones of the site: ${log} (${state})`,
        missed,
        HEALTHY.includes(state) ? 0.15 : undefined,
      ),
    ),
  ];
}

/** Logs that were forced to one algorithm: the candidate whose times are nearest to the measured ones should be that one. */
function forcedNamed(cases: readonly CollectiveCase[]): Target {
  const forced = cases.filter((entry) => entry.forced !== null);
  const right = forced.filter((entry) => {
    const model = collectiveModel(entry.interconnect);
    const missed = new Map<string, number>();
    for (const { bytes, timeS } of entry.points.filter((point) => point.bytes >= INSIDE_FROM)) {
      const best = new Map<string, number>();
      for (const one of model.describe(entry.op, bytes, { ranks: entry.ranks, stride: 1 }).candidates)
        if (!best.has(one.algorithm)) best.set(one.algorithm, Math.abs(Math.log(one.timeS / timeS)));
      for (const [algorithm, off] of best) missed.set(algorithm, (missed.get(algorithm) ?? 0) + off);
    }
    return [...missed].toSorted((a, b) => a[1] - b[1])[0]?.[0] === entry.forced;
  });
  return all('logs with a forced algorithm that name it as the nearest candidate', right.length, forced.length);
}

/** One interconnect for every kind of machine among the curves. */
function machinesOf(cases: readonly CollectiveCase[]): readonly Interconnect[] {
  const kinds = new Map<string, Interconnect>();
  for (const { interconnect } of cases) {
    const { cluster, inNetworkReduction } = interconnect;
    const { gpu, gpusPerNode, gpusPerDomain, nicsPerNode, nic } = cluster;
    kinds.set(
      [gpu.id, gpusPerNode, gpusPerDomain, nicsPerNode, nic.bytesPerS, nic.transport, inNetworkReduction].join(),
      interconnect,
    );
  }
  return [...kinds.values()];
}

const lawTarget = ({ law, checked, broken }: LawOutcome): Target => all(law, checked - broken, checked);

/** Every number that the collectives are held to, with the ones shown beside it. */
export function collectiveTargets(
  cases: readonly CollectiveCase[],
  outcomes: readonly CollectiveOutcome[],
): readonly Target[] {
  const logs = recognised(cases).filter(({ truth }) => truth !== 'default' && truth !== 'tuned' && truth !== 'untuned');
  const experts = expertSummaries(expertOutcomes());
  return [
    ...uncalibrated(outcomes),
    ...experts.map(({ set, n, meanAbsolute: e }) =>
      error(`expert dispatch and combine, ${set}, ${n} rows: mean`, e, 0.15),
    ),
    ...calibrated(cases),
    forcedNamed(cases),
    all('degraded, jittery and mislabelled logs recognised', logs.filter(({ right }) => right).length, logs.length),
    ...modelLaws(machinesOf(cases)).map(lawTarget),
    lawTarget(scheduleLaw()),
  ];
}
