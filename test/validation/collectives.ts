import { CONSTANTS } from '../collectives/machine.ts';
import { acrossScales } from './calibration-cases.ts';
import { type CollectiveCase, collectiveCases } from './collective-cases.ts';
import {
  BANDWIDTH_FROM,
  bias,
  type CollectiveOutcome,
  INSIDE_FROM,
  libraryError,
  meanAbsolute,
  outcomeOf,
  pointsFrom,
} from './collective-outcomes.ts';
import { collectiveTargets, type Target } from './collective-targets.ts';
import { expertOutcomes } from './expert-cases.ts';
import { recognised } from './recognised-logs.ts';
import { type Options, type Section, wantsSet } from './section.ts';
import { percent, signedPercent, textTable } from './text-table.ts';

function line(outcome: CollectiveOutcome): string[] {
  const large = pointsFrom(outcome, BANDWIDTH_FROM);
  return [
    outcome.id,
    outcome.state,
    outcome.tuned ? 'tuned' : 'untuned',
    String(outcome.points.length),
    percent(meanAbsolute(outcome.points)),
    signedPercent(bias(outcome.points)),
    percent(meanAbsolute(large)),
    percent(meanAbsolute(pointsFrom(outcome, INSIDE_FROM))),
    percent(libraryError(outcome.points)),
  ];
}

const targetTable = (targets: readonly Target[]): string =>
  textTable(
    ['', 'reached', 'target', ''],
    targets.map(({ name, words, wanted, met }) => [name, words, wanted, met === null ? '' : met ? 'met' : 'MISSED']),
  );

const recognisedTable = (cases: readonly CollectiveCase[]): string =>
  textTable(
    ['log', 'in the index', 'said by calibrate', 'measured over modelled time', ''],
    recognised(cases).map(({ id, truth, said, slowdown, right }) => [
      id,
      truth,
      said,
      slowdown === null ? '-' : slowdown.toFixed(2),
      right ? '' : 'not as in the index',
    ]),
  );

function acrossTable(cases: readonly CollectiveCase[]): string {
  return textTable(
    ['log', 'state', 'fitted on ranks', 'basis', 'error', 'uncalibrated'],
    acrossScales(cases).map((row) => [
      row.log,
      row.state,
      row.fitted_ranks.join(' '),
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
function validateCollectives(options: Options): {
  outcomes: readonly CollectiveOutcome[];
  targets: readonly Target[];
  text: string;
} {
  const cases = collectiveCases().filter(({ set }) => wantsSet(options, set));
  const outcomes = cases.map(outcomeOf);
  const targets = collectiveTargets(cases, outcomes);
  const head = ['curve', 'state', '', 'sizes', '>= 1 KiB', 'bias', '>= 64 MiB', '>= 16 MiB', 'NCCL table'];
  const sections = [
    'Mean absolute error of time, uncalibrated model',
    textTable(head, outcomes.map(line)),
    'Degraded, jittery and mislabelled logs, and healthy ones that look slow or fast from 64 MiB up',
    recognisedTable(cases),
    'Calibrated across scales: the largest of a site from its smaller ones',
    acrossTable(cases),
    'Targets',
    targetTable(targets),
    'Fitted constants and the curves each serves',
    constantLines(),
  ];
  if (options.everyRow) sections.splice(2, 0, everyRow(outcomes));
  return { outcomes, targets, text: sections.join('\n\n') };
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
    const { outcomes, targets, text } = validateCollectives(options);
    return {
      text,
      json: {
        outcomes,
        experts: expertOutcomes(),
        targets,
      },
    };
  },
};
