import type { FoundPlan, PlanSearchOutcome } from '../planning/search/plan-search.ts';
import { reasonsAgainst, reasonsFor } from '../planning/search/reasons.ts';
import type { Overlap } from '../planning/search/space.ts';
import type { Aim } from '../planning/sweep/pareto.ts';
import { type Cell, cellsOf } from '../planning/sweep/row.ts';
import type { Result } from '../result/schema.ts';
import { fieldUnit } from '../result/units.ts';
import { formatCount, formatNumber, formatTime } from '../units/format.ts';
import { signedPercent } from './comparison/words.ts';
import { jsonText } from './json.ts';
import { listing } from './listing.ts';
import { planSizes } from './plan-sizes.ts';
import { gibibytes } from './quantities.ts';
import type { Painter } from './reporter.ts';
import { type RowFormatName, rowFormats } from './rows/row-format.ts';
import { starOf } from './sections/star.ts';
import { valueText } from './value-text.ts';

export interface SearchReport {
  readonly aim: Aim;
  readonly space: string;
  readonly outcome: PlanSearchOutcome;
  /** The plan that the spec states; null: it leaves it open, or the plan does not run. */
  readonly stated: Result | null;
  /** The spec as it was named. */
  readonly source: string;
  /** Overrides of the call: what its winner needs too. */
  readonly set: readonly string[];
  /** Keys of `workload` that the spec states. */
  readonly keys: readonly string[];
}

const FIELDS: readonly string[] = [
  'training.step_time_s',
  'training.mfu',
  'training.memory.total_bytes',
  'plan.tensor',
  'plan.pipeline',
  'plan.virtual_pipeline',
  'plan.context',
  'plan.expert',
  'plan.data',
  'plan.micro_batch',
  'plan.sharding',
  'plan.recompute',
  'plan.schedule',
  'plan.sequence_parallel',
];

const fieldsFor = ({ field }: Aim): readonly string[] => [field, ...FIELDS.filter((other) => other !== field)];

const OVERLAPS = ['tensor', 'data', 'pipeline'] as const;

const searchColumns = (aim: Aim): readonly string[] => [
  'rank',
  ...fieldsFor(aim),
  'recompute_modules',
  'recompute_layers',
  ...OVERLAPS.map((name) => `overlap.${name}_fraction`),
  'reason',
];

function searchRows({ aim, outcome }: SearchReport): readonly (readonly Cell[])[] {
  return outcome.found.map((found, rank) => {
    const { layout, overlap } = found.ranked;
    return [
      rank + 1,
      ...cellsOf(found.result, fieldsFor(aim)),
      layout.recomputeModules.length === 0 ? null : layout.recomputeModules.join(' '),
      layout.recomputeLayers,
      ...OVERLAPS.map((name) => overlap[name]),
      reasonOf(outcome.found, rank),
    ];
  });
}

function reasonOf(found: readonly FoundPlan[], rank: number): string {
  const [winner, here] = [found[0], found[rank]];
  if (winner === undefined || here === undefined) return '';
  return rank === 0 ? reasonsFor(winner.result) : reasonsAgainst(winner.result, here.result);
}

export function searchLines(report: SearchReport, format: RowFormatName): string {
  const { head, row } = rowFormats[format];
  const columns = searchColumns(report.aim);
  return [head(columns), ...searchRows(report).map((cells) => row(columns, cells))].join('');
}

export function searchJson(report: SearchReport): string {
  const columns = searchColumns(report.aim);
  const { counts } = report.outcome;
  return jsonText({
    format_version: '1.0',
    objective: { field: report.aim.field, sense: report.aim.sense },
    space: report.space,
    counts: {
      candidates: counts.candidates,
      bounded: counts.bounded,
      too_large: counts.tooLarge,
      timed: counts.timed,
      refused: counts.refused,
    },
    plans: searchRows(report).map((row, i) => ({
      ...Object.fromEntries(columns.map((name, column) => [name, row[column] ?? null])),
      set: settings(report, report.outcome.found[i]),
    })),
    stated: report.stated === null ? null : statedJson(report, report.stated),
  });
}

function statedJson({ aim, outcome }: SearchReport, stated: Result) {
  const [value = null] = cellsOf(stated, [aim.field]);
  const [best] = outcome.found;
  const [top = null] = best === undefined ? [] : cellsOf(best.result, [aim.field]);
  const relative = typeof value === 'number' && typeof top === 'number' && top !== 0 ? value / top - 1 : null;
  return { [aim.field]: value, against_best: relative };
}

/** The best plans for people, each with its reason, the winner and how to analyze it last. */
export function searchTable(report: SearchReport, paint: Painter): string {
  const { aim, outcome, stated } = report;
  const { found, counts } = outcome;
  const { refused } = counts;
  const [winner] = found;
  const left = [
    counts.bounded > 0 ? `${formatCount(counts.bounded)} cannot be better by their bound` : '',
    counts.tooLarge > 0 ? `${formatCount(counts.tooLarge)} do not fit` : '',
    `${formatCount(counts.timed)} timed`,
    refused > 0 ? `${formatCount(refused)} refused` : '',
  ].filter((part) => part !== '');
  const summary = `  ${formatCount(counts.candidates)} plans of the ${report.space} space: ${left.join(', ')}`;
  if (winner === undefined) {
    const { smallest, unknown } = outcome;
    const why =
      unknown !== null
        ? `${unknown.field} is unknown: ${unknown.reason}`
        : refused > 0
          ? 'no plan that fits meets the constraints'
          : smallest === null
            ? 'no plan divides the job'
            : `no plan fits: the smallest needs ${gibibytes(smallest.training.memory.total_bytes)} of ${gibibytes(smallest.training.memory.capacity_bytes)} GiB per GPU`;
    return `${summary}\n${paint.red('✗')} ${why}\n`;
  }
  const value = (result: Result): number | null => {
    const [cell = null] = cellsOf(result, [aim.field]);
    return typeof cell === 'number' ? cell : null;
  };
  const best = value(winner.result);
  const own = aim.field !== 'training.step_time_s';
  const rows = found.map(({ result, ranked }, rank) => [
    String(rank + 1),
    ...(own ? [`${valueText(value(result), fieldUnit(aim.field))}${starOf(result, aim.field)}`] : []),
    result.training.step_time_s === null ? '-' : formatTime(result.training.step_time_s),
    rank === 0 ? '' : change(value(result), best),
    result.training.mfu === null ? '-' : formatNumber(result.training.mfu),
    `${gibibytes(result.training.memory.total_bytes)} GiB`,
    planText(ranked.layout, ranked.overlap, report.space === 'wide'),
    reasonOf(found, rank),
  ]);
  const head = ['', ...(own ? [aim.field] : []), 'step', '', 'MFU', 'memory', 'plan', 'why'];
  const lines = [listing(head, rows, own ? 'rrrrrrll' : 'rrrrrll'), '', summary];
  if (stated !== null) {
    const difference = change(value(stated), best);
    lines.push(
      `  the stated plan: ${valueText(value(stated), fieldUnit(aim.field))}${difference === '' ? '' : ` (${difference} against the best)`}${against(winner.result, stated)}`,
    );
  }
  const flags = [...report.set, ...settings(report, winner)].map((text) => `--set ${shellQuoted(text)}`);
  lines.push(`${paint.green('✓')} fabricplan analyze ${report.source} ${flags.join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** One word of a POSIX shell. */
const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const against = (winner: Result, stated: Result): string => {
  const reasons = reasonsAgainst(winner, stated);
  return reasons === '' ? '' : `: ${reasons}`;
};

const change = (value: number | null, best: number | null): string =>
  value === null || best === null || best === 0 || value === best ? '' : signedPercent(value / best - 1);

function planText(layout: FoundPlan['ranked']['layout'], overlap: Overlap, wide: boolean): string {
  const modules = layout.recomputeModules.length === 0 ? '' : `(${layout.recomputeModules.join('+')})`;
  const layers = layout.recomputeLayers === null ? '' : `(${layout.recomputeLayers} layers)`;
  return [
    planSizes({ ...layout, virtual: layout.virtualPipeline, micro: layout.microBatch }),
    `shard:${layout.sharding}`,
    `redo:${layout.recompute}${modules}${layers}`,
    ...(layout.schedule === '1f1b' || layout.schedule === 'interleaved' ? [] : [layout.schedule]),
    ...(wide ? OVERLAPS.filter((name) => overlap[name] > 0).map((name) => `+${name}`) : []),
  ].join(' ');
}

/** What makes `analyze` take a plan; keys of the spec that do not belong to it are taken out with null. */
function settings({ keys: stated }: SearchReport, found: FoundPlan | undefined): readonly string[] {
  if (found === undefined) return [];
  const { layout, overlap } = found.ranked;
  const sizes = [
    ['tensor', layout.tensor],
    ['pipeline', layout.pipeline],
    ['virtual_pipeline', layout.virtualPipeline],
    ['context', layout.context],
    ['expert', layout.expert],
    ['expert_tensor', layout.expertTensor],
  ] as const;
  const shares = OVERLAPS.filter((name) => layout[name] > 1);
  const keys: readonly (readonly [string, string])[] = [
    [
      'parallelism',
      `{ ${sizes
        .filter(([, size]) => size > 1)
        .map(([name, size]) => `${name}: ${size}`)
        .join(', ')} }`,
    ],
    ['micro_batch', `${layout.microBatch}`],
    ['sharding', layout.sharding],
    ['recompute', layout.recompute],
    ...(layout.recomputeModules.length === 0
      ? []
      : [['recompute_modules', `[${layout.recomputeModules.join(', ')}]`] as const]),
    ...(layout.recomputeLayers === null ? [] : [['recompute_layers', `${layout.recomputeLayers}`] as const]),
    ...(layout.pipeline > 1 ? [['schedule', layout.schedule] as const] : []),
    ...(layout.tensor > 1 ? [['sequence_parallel', `${layout.sequenceParallel}`] as const] : []),
    ...shares.map((name) => [`overlap.${name}`, `${overlap[name]}`] as const),
  ];
  const others = [
    ['recompute_modules', layout.recomputeModules.length > 0],
    ['recompute_layers', layout.recomputeLayers !== null],
    ['pipeline_layout', layout.pipelineLayout !== null],
    ['sharding_group', layout.shardingGroup !== null],
    ['activation_offload', layout.offloadLayers > 0],
    ['schedule', layout.pipeline > 1],
    ['sequence_parallel', layout.tensor > 1],
  ] as const;
  const stale = others
    .filter(([key, belongs]) => !belongs && stated.includes(key))
    .map(([key]) => [key, 'null'] as const);
  return [...keys, ...stale].map(([key, text]) => `workload.${key}=${text}`);
}
