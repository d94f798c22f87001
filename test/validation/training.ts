import { groupBy } from './group-by.ts';
import { readRows, setNames } from './rows.ts';
import { isScored, type ScoredRow, type SkippedRow, scoreRow, type Unit, unitsOf } from './score.ts';
import { type Options, type Section, wantsFamily, wantsSet } from './section.ts';
import { type ErrorSummary, mean, median, summarizeErrors } from './statistics.ts';
import { sweepsOf } from './sweeps.ts';
import { isKorthikanti, isTableOne, targets } from './targets.ts';
import { percent, seconds, signedPercent, textTable } from './text-table.ts';

/** The rows every report prints one by one: Korthikanti et al. 2022, Table 5, and Narayanan et al. 2021, Table 1. */
const isHeadline = ({ row }: ScoredRow): boolean => isTableOne(row) || isKorthikanti(row);

interface Slice {
  readonly by: string;
  readonly key: (unit: Unit) => string;
}

const slices: readonly Slice[] = [
  { by: 'set', key: (u) => u.sample.row.set },
  { by: 'family', key: (u) => u.sample.row.family },
  { by: 'generation', key: (u) => u.sample.generation },
  { by: 'precision', key: (u) => u.sample.precision },
  { by: 'model', key: (u) => u.sample.architecture },
  { by: 'task', key: (u) => u.sample.task },
];

const summaryHead = ['n', 'median |e|', 'mean |e|', 'bias', 'p90 |e|', 'worst'];
const summaryCells = (s: ErrorSummary): string[] => [
  String(s.n),
  percent(s.medianAbsolute),
  percent(s.meanAbsolute),
  signedPercent(s.bias),
  percent(s.p90Absolute),
  signedPercent(s.worst),
];

const errorsOf = (units: readonly Unit[]): number[] => units.map((unit) => unit.error);

interface SummaryLine {
  readonly by: string;
  readonly key: string;
  readonly rows: string;
  readonly summary: ErrorSummary;
}

/** Tuned and untuned never share a line, complete and incomplete rows neither. */
function summaryLines(units: readonly Unit[]): SummaryLine[] {
  const kinds: [string, (u: Unit) => boolean][] = [
    ['tuned', (u) => u.complete && u.sample.tuned],
    ['untuned', (u) => u.complete && !u.sample.tuned],
    ['incomplete', (u) => !u.complete],
  ];
  return [{ by: 'all', key: () => 'all' }, ...slices].flatMap(({ by, key }) =>
    [...groupBy(units, key)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([value, members]) =>
        kinds
          .map(([rows, belongs]) => ({
            by,
            key: value,
            rows,
            summary: summarizeErrors(errorsOf(members.filter(belongs))),
          }))
          .filter((line) => line.summary.n > 0),
      ),
  );
}

function rowTable(rows: readonly ScoredRow[]): string {
  return textTable(
    ['row', 'measured s', 'predicted s', 'error', 'fits'],
    rows.map((r) => [
      r.row.id,
      seconds(r.measuredS),
      seconds(r.predictedS),
      signedPercent(r.error),
      r.fits ? 'yes' : 'no',
    ]),
  );
}

function skippedTable(skipped: readonly SkippedRow[]): string {
  const byReason = [...groupBy(skipped, (s) => s.reason)].sort((a, b) => b[1].length - a[1].length);
  return textTable(
    ['skipped because', 'rows', 'for example'],
    byReason.map(([reason, rows]) => [reason, String(rows.length), (rows[0] as SkippedRow).row.id]),
  );
}

function run(options: Options) {
  const rows = setNames('training')
    .filter((set) => wantsSet(options, set))
    .flatMap((set) => readRows('training', set))
    .filter((row) => wantsFamily(options, row.family));
  const outcomes = rows.map(scoreRow);
  const scored = outcomes.filter(isScored);
  const skipped = outcomes.filter((outcome): outcome is SkippedRow => !isScored(outcome));
  const units = unitsOf(scored);
  const lines = summaryLines(units);
  const sweeps = sweepsOf(units);
  const headline = scored.filter(isHeadline);
  const deniedRuns = scored.filter((r) => !r.fits);
  const correlations = sweeps.flatMap((s) => (s.rankCorrelation === null ? [] : [s.rankCorrelation]));

  const whole = options.sets.length === 0 && options.families.length === 0;
  const demanded = whole ? targets(scored, units, sweeps) : null;
  const text = [
    headline.length === 0
      ? []
      : [
          'Korthikanti 2022 Table 5 and Megatron 2021 Table 1',
          rowTable(headline),
          `  mean |e| over the ${headline.length}: ${percent(summarizeErrors(headline.map((r) => r.error)).meanAbsolute)}`,
          '',
        ],
    options.everyRow ? ['Every row', rowTable(scored), ''] : [],
    [
      'Step time, predicted / measured - 1; one configuration counts once',
      textTable(
        ['', 'rows', ...summaryHead],
        lines.map((line) => [`${line.by}: ${line.key}`, line.rows, ...summaryCells(line.summary)]),
      ),
      '',
      'Order of configurations: same model, GPUs and sequence length in one set',
      textTable(
        ['sweep', 'n', 'Spearman', 'regret'],
        sweeps.map((s) => [
          `${s.set}: ${s.name}`,
          String(s.configurations),
          s.rankCorrelation === null ? '-' : s.rankCorrelation.toFixed(2),
          percent(s.regret),
        ]),
      ),
      `  ${sweeps.length} sweeps: Spearman median ${median(correlations)?.toFixed(2) ?? '-'}, mean ${mean(correlations)?.toFixed(2) ?? '-'}; ` +
        `regret of the predicted best, mean ${percent(mean(sweeps.map((s) => s.regret)))}`,
      '',
      `${rows.length} rows, ${scored.length} scored as ${units.length} configurations, ${skipped.length} skipped; ` +
        `${deniedRuns.length} of the scored runs do not fit in memory according to the tool`,
      ...(skipped.length === 0 ? [] : [skippedTable(skipped)]),
    ],
    demanded === null ? [] : ['', demanded.text],
  ];
  return {
    text: text.flat().join('\n'),
    json: {
      rows: scored.map((r) => ({
        set: r.row.set,
        id: r.row.id,
        family: r.row.family,
        complete: r.row.complete,
        tuned: r.tuned,
        generation: r.generation,
        precision: r.precision,
        model: r.architecture,
        task: r.task,
        measured_s: r.measuredS,
        measured_from: r.from,
        predicted_s: r.predictedS,
        error: r.error,
        fits: r.fits,
        breakdown: r.breakdown,
      })),
      skipped: skipped.map((s) => ({ set: s.row.set, id: s.row.id, reason: s.reason })),
      summary: lines,
      sweeps,
      targets: demanded === null ? [] : demanded.json,
    },
  };
}

export const training: Section = { name: 'training', run };
