import type { ScalePoint, ScalingCurve } from '../planning/scale/curve.ts';
import { type Cell, cellsOf } from '../planning/sweep/row.ts';
import { formatCount, formatNumber, formatPercent, formatTime, formatUsd } from '../units/format.ts';
import { jsonText } from './json.ts';
import { listing } from './listing.ts';
import { planSizes } from './plan-sizes.ts';
import type { Painter } from './reporter.ts';
import { type Column, fieldColumns } from './rows/columns.ts';
import { type RowFormatName, rowFormats } from './rows/row-format.ts';
import { starOf } from './sections/star.ts';

const FIELDS: readonly string[] = [
  'training.step_time_s',
  'training.tokens_per_s',
  'training.mfu',
  'training.bound',
  'cost.usd_per_million_tokens',
  'cost.capex_usd.total',
  'power.facility_w',
  'plan.tensor',
  'plan.pipeline',
  'plan.virtual_pipeline',
  'plan.context',
  'plan.expert',
  'plan.data',
  'plan.micro_batch',
  'plan.sharding',
  'plan.recompute',
];

/** Columns of the rows of a curve: the count, what it brings, the result's own fields, why there is none. */
export const scaleColumns: readonly Column[] = [
  ...['gpus.count', 'speedup', 'efficiency_fraction', 'marginal_tokens_per_s_per_gpu', 'marginal_fraction'].map(
    (name): Column => ({ name, kind: 'number' }),
  ),
  ...fieldColumns(FIELDS),
  { name: 'problem', kind: 'text' },
];

export function scaleLines(curve: ScalingCurve, format: RowFormatName): string {
  const { head, row } = rowFormats[format];
  const names = scaleColumns.map(({ name }) => name);
  return [head(names), ...scaleRows(curve).map((cells) => row(names, cells))].join('');
}

const rowOf = ({
  gpus,
  speedup,
  efficiency,
  marginalTokensPerS,
  marginalFraction,
  result,
  problem,
}: ScalePoint): readonly Cell[] => [
  gpus,
  speedup,
  efficiency,
  marginalTokensPerS,
  marginalFraction,
  ...(result === null ? FIELDS.map(() => null) : cellsOf(result, FIELDS)),
  problem,
];

export const scaleRows = ({ points }: ScalingCurve): readonly (readonly Cell[])[] => points.map(rowOf);

export const scaleJson = (curve: ScalingCurve, mode: string, threshold: number): string =>
  jsonText({
    format_version: '1.0',
    mode,
    points: scaleRows(curve).map((row) =>
      Object.fromEntries(scaleColumns.map(({ name }, i) => [name, row[i] ?? null])),
    ),
    knee:
      curve.knee === null
        ? null
        : {
            'gpus.count': curve.knee.gpus,
            marginal_fraction: curve.knee.marginalFraction,
            threshold_fraction: threshold,
            cause: curve.knee.cause,
          },
    smallest: curve.smallest === null ? null : { 'gpus.count': curve.smallest.gpus, before: curve.smallest.before },
  });

export interface ScaleTableOptions {
  readonly mode: string;
  readonly threshold: number;
  readonly paint: Painter;
}

/** The curve for people, what it says last. */
export function scaleTable(curve: ScalingCurve, { mode, threshold, paint }: ScaleTableOptions): string {
  const { points, knee, smallest } = curve;
  const rows = points.map((point) => {
    const { result } = point;
    if (result === null || point.problem !== null)
      return [formatCount(point.gpus), '-', '', '', '', '', '', '', point.problem ?? ''];
    const { step_time_s: step, tokens_per_s: tokens, mfu, bound } = result.training;
    const price = result.cost.usd_per_million_tokens;
    return [
      `${formatCount(point.gpus)}${point.gpus === knee?.gpus ? ' <' : ''}`,
      maybe(step, formatTime),
      maybe(tokens, formatCountOf),
      maybe(point.speedup, (x) => `${formatNumber(x)}x`),
      maybe(point.efficiency, formatPercent),
      maybe(point.marginalTokensPerS, formatCountOf),
      maybe(mfu, formatNumber),
      maybe(price, (usd) => `${formatUsd(usd)}${starOf(result, 'cost.usd_per_million_tokens')}`),
      `${layoutText(point)}${bound === null ? '' : `  ${bound}`}`,
    ];
  });
  const head = [
    'GPUs',
    'step',
    'tokens/s',
    'speed-up',
    'efficiency',
    'tokens/s per added GPU',
    'MFU',
    '$/Mtoken',
    'plan',
  ];
  const lines = [
    `${paint.bold(`${mode} scaling`)}, the parallel plan chosen again at each count`,
    listing(head, rows, 'rrrrrrrrl'),
    ...(rows.some((row) => row[7]?.endsWith(' *')) ? ['  * rests on assumed prices, draws or terms'] : []),
    '',
  ];
  if (smallest === null) lines.push(`${paint.red('✗')} no count runs`);
  else {
    const why = smallest.before === null ? '' : `; the count before it: ${smallest.before}`;
    lines.push(`${paint.green('✓')} smallest count that runs: ${formatCount(smallest.gpus)} GPUs${why}`);
  }
  if (knee !== null) {
    const share = knee.marginalFraction < 0 ? 'less than nothing' : formatPercent(knee.marginalFraction);
    lines.push(
      `  knee at ${formatCount(knee.gpus)} GPUs (<): an added GPU brings ${share} of what the first ones bring, below ${formatPercent(threshold)}`,
      `  what grew most: ${knee.cause}`,
    );
  } else if (smallest !== null)
    lines.push(`  no knee: every added GPU brings at least ${formatPercent(threshold)} of the first ones`);
  return `${lines.join('\n')}\n`;
}

const maybe = (value: number | null, format: (value: number) => string): string =>
  value === null ? '-' : format(value);

const formatCountOf = (value: number): string => formatCount(Math.round(value));

function layoutText({ result }: ScalePoint): string {
  if (result === null) return '';
  const { virtual_pipeline: virtual, micro_batch: micro, ...sizes } = result.plan;
  return planSizes({ ...sizes, virtual, micro });
}
