import { healthOf } from '../../src/collectives/calibration/health.ts';
import { collectiveModel } from '../../src/collectives/model.ts';
import { CONSTANTS, MIB } from '../collectives/machine.ts';
import { acrossScales, withinLogs } from './calibration-cases.ts';
import { type CollectiveCase, collectiveCases } from './collective-cases.ts';
import { expertOutcomes, expertSummaries } from './expert-cases.ts';
import { type Options, type Section, wantsSet } from './section.ts';
import { mean, median } from './statistics.ts';
import { percent, signedPercent, textTable } from './text-table.ts';

interface PointOutcome {
  readonly bytes: number;
  readonly measured_s: number;
  readonly predicted_s: number;
  readonly error_fraction: number;
  readonly algorithm: string;
  readonly protocol: string;
  /** Time of NCCL's own tuning table; null where it has none. */
  readonly library_s: number | null;
}

/** One curve with what the model says about it. */
interface CollectiveOutcome {
  readonly id: string;
  readonly set: string;
  readonly site: string;
  readonly state: string;
  readonly op: string;
  readonly ranks: number;
  readonly scale_out: boolean;
  /** Some constant was set on this curve. */
  readonly tuned: boolean;
  readonly points: readonly PointOutcome[];
}

const BANDWIDTH_FROM = 64 * MIB;
const INSIDE_FROM = 16 * MIB;

/** Ids that a constant names in `serves`; a set's name stands for all its curves. */
const SERVED = new Set(CONSTANTS.flatMap(({ values }) => values.flatMap(({ serves }) => serves ?? [])));

function outcomeOf(entry: CollectiveCase): CollectiveOutcome {
  const model = collectiveModel(entry.interconnect);
  const group = { ranks: entry.ranks, stride: 1 };
  // One log may hold tables of several rank counts: `<log>-8g`.
  const log = entry.id.replace(/-\d+g$/, '');
  const served = SERVED.has(entry.id) || SERVED.has(log) || SERVED.has(entry.set);
  return {
    id: entry.id,
    set: entry.set,
    site: entry.site,
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

const from = (outcome: CollectiveOutcome, bytes: number) => outcome.points.filter((point) => point.bytes >= bytes);
const meanAbsolute = (points: readonly PointOutcome[]) => mean(points.map(({ error_fraction: e }) => Math.abs(e)));
const bias = (points: readonly PointOutcome[]) => mean(points.map(({ error_fraction: e }) => e));

function libraryError(points: readonly PointOutcome[]): number | null {
  return mean(
    points.flatMap(({ library_s, measured_s }) => (library_s === null ? [] : [Math.abs(library_s / measured_s - 1)])),
  );
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

function line(outcome: CollectiveOutcome): string[] {
  const large = from(outcome, BANDWIDTH_FROM);
  return [
    outcome.id,
    outcome.state,
    outcome.tuned ? 'tuned' : 'untuned',
    String(outcome.points.length),
    percent(meanAbsolute(outcome.points)),
    signedPercent(bias(outcome.points)),
    percent(meanAbsolute(large)),
    percent(meanAbsolute(from(outcome, INSIDE_FROM))),
    percent(libraryError(outcome.points)),
  ];
}

const HEALTHY: readonly string[] = ['default', 'tuned'];

function summaries(outcomes: readonly CollectiveOutcome[]): [string, number | null, string][] {
  const wide = outcomes.filter((o) => o.scale_out);
  const sound = wide.filter((o) => o.state !== 'degraded' && o.state !== 'jittery');
  const healthy = wide.filter((o) => HEALTHY.includes(o.state));
  const inside = outcomes.filter((o) => !o.scale_out);
  const medianOf = (list: readonly CollectiveOutcome[], bytes: number) =>
    median(known(list.map((o) => meanAbsolute(from(o, bytes)))));
  const bySite = new Map<string, number[]>();
  for (const o of sound) {
    const error = meanAbsolute(o.points);
    if (error !== null) bySite.set(o.site, [...(bySite.get(o.site) ?? []), error]);
  }
  return [
    ['several domains, every log, from 1 KiB, median of logs', medianOf(wide, 0), '12 %'],
    ['several domains, without degraded and jittery logs, from 1 KiB, median of logs', medianOf(sound, 0), '12 %'],
    ['the same, one value a site, median of sites', median([...bySite.values()].flatMap((e) => known([mean(e)]))), ''],
    ['several domains, healthy fabrics, from 64 MiB, median of logs', medianOf(healthy, BANDWIDTH_FROM), '7 %'],
    ['one domain, from 16 MiB, median of curves', medianOf(inside, INSIDE_FROM), '8 %'],
    ['one domain, from 1 KiB, median of curves', medianOf(inside, 0), ''],
    [
      'untuned logs of several domains, from 1 KiB, median',
      medianOf(
        sound.filter((o) => !o.tuned),
        0,
      ),
      '',
    ],
    [
      "NCCL's own tuning table on the same healthy logs, median",
      median(known(healthy.map((o) => libraryError(o.points)))),
      '',
    ],
  ];
}

function healthTable(cases: readonly CollectiveCase[]): string {
  const judged = cases.map(({ id, state, points, op, ranks, interconnect }) => ({
    id,
    state,
    health: healthOf(points, op, { ranks, stride: 1 }, collectiveModel(interconnect)),
  }));
  return textTable(
    ['curve', 'state in the index', 'verdict', 'measured over modelled time'],
    judged
      .filter(({ state, health }) => state === 'degraded' || health.verdict === 'slow' || health.verdict === 'fast')
      .map(({ id, state, health }) => [id, state, health.verdict, health.slowdown?.toFixed(2) ?? '-']),
  );
}

function withinTable(cases: readonly CollectiveCase[]): string {
  const logs = withinLogs(cases);
  const sets: [string, readonly (number | null)[], readonly (number | null)[]][] = [
    ['every log and curve', logs.map((l) => l.in_sample), logs.map((l) => l.leave_one_out)],
  ];
  const sound = logs.filter(({ state }) => state === 'default' || state === 'tuned');
  sets.push(['healthy', sound.map((l) => l.in_sample), sound.map((l) => l.leave_one_out)]);
  return textTable(
    ['logs', 'count', 'in sample, mean', 'size left out, mean', 'median (target 8 %)', 'worst'],
    sets.map(([name, inside, out]) => [
      name,
      String(inside.length),
      percent(mean(known(inside))),
      percent(mean(known(out))),
      percent(median(known(out))),
      percent(Math.max(...known(out))),
    ]),
  );
}

function acrossTable(cases: readonly CollectiveCase[]): string {
  return textTable(
    ['site', 'operation', 'state', 'fitted on ranks', 'predicted', 'basis', 'error', 'uncalibrated'],
    acrossScales(cases).map((row) => [
      row.site,
      row.op,
      row.state,
      row.fitted_ranks.join(' '),
      String(row.predicted_ranks),
      row.basis,
      percent(row.error),
      percent(row.uncalibrated_error),
    ]),
  );
}

/** One line per fitted value: what it is and which curves it was set on. */
function constantLines(): string {
  return CONSTANTS.flatMap(({ id, unit, values }) =>
    values
      .filter(({ serves = [] }) => serves.length > 0)
      .map(({ scope, value, serves = [] }) => {
        const where = Object.values(scope).join(' ') || 'any';
        const single = serves.length === 1 ? 'single set: ' : '';
        return `  ${id} [${where}] ${value} ${unit}\n      ${single}${serves.join(', ')}`;
      }),
  ).join('\n');
}

/** Every published curve against the uncalibrated model. */
function validateCollectives(options: Options): { outcomes: readonly CollectiveOutcome[]; text: string } {
  const cases = collectiveCases().filter(({ set }) => wantsSet(options, set));
  const outcomes = cases.map(outcomeOf);
  const head = ['curve', 'state', '', 'sizes', '>= 1 KiB', 'bias', '>= 64 MiB', '>= 16 MiB', 'NCCL table'];
  const sections = [
    'Mean absolute error of time, uncalibrated model',
    textTable(head, outcomes.map(line)),
    textTable(
      ['summary', 'error', 'target'],
      summaries(outcomes).map(([name, value, target]) => [name, percent(value), target]),
    ),
    'Recognised as slow or misdescribed from 64 MiB up',
    healthTable(cases),
    'Expert dispatch and combine (target 15 %)',
    textTable(
      ['set (tuned)', 'rows', 'mean error', 'bias', 'p90'],
      expertSummaries(expertOutcomes()).map(({ set, n, meanAbsolute: error, bias: signed, p90Absolute }) => [
        set,
        String(n),
        percent(error),
        signedPercent(signed),
        percent(p90Absolute),
      ]),
    ),
    'Calibrated: three segments a log with at least 20 sizes',
    withinTable(cases),
    'Calibrated across scales: the largest of a site from its smaller ones (target 15 % on healthy sites)',
    acrossTable(cases),
    'Fitted constants and the curves each serves',
    constantLines(),
  ];
  if (options.everyRow) sections.splice(2, 0, everyRow(outcomes));
  return { outcomes, text: sections.join('\n\n') };
}

function everyRow(outcomes: readonly CollectiveOutcome[]): string {
  return textTable(
    ['curve', 'bytes', 'measured us', 'predicted us', 'error', 'algorithm'],
    outcomes.flatMap((o) =>
      o.points.map((p) => [
        o.id,
        String(p.bytes),
        (p.measured_s * 1e6).toFixed(1),
        (p.predicted_s * 1e6).toFixed(1),
        signedPercent(p.error_fraction),
        `${p.algorithm} ${p.protocol}`,
      ]),
    ),
  );
}

export const collectives: Section = {
  name: 'collectives',
  run(options) {
    const { outcomes, text } = validateCollectives(options);
    return {
      text,
      json: {
        outcomes,
        experts: expertOutcomes(),
        summary: summaries(outcomes).map(([name, error_fraction]) => ({ name, error_fraction })),
      },
    };
  },
};
