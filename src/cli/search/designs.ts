import { judge } from '../../planning/gates/judge.ts';
import { type Axis, parseAxis } from '../../planning/sweep/axis.ts';
import { grid } from '../../planning/sweep/grid.ts';
import { badness } from '../../planning/sweep/pareto.ts';
import { axisCell, type Cell, cellsOf, defaultFields, partsFor, variantEvaluator } from '../../planning/sweep/row.ts';
import { Exit } from '../../report/exit.ts';
import { jsonText } from '../../report/json.ts';
import { type RowFormatName, rowFormats } from '../../report/rows/row-format.ts';
import { rowTable } from '../../report/rows/table.ts';
import { formatCount } from '../../units/format.ts';
import { breather } from '../breathe.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { textIsSound } from '../first-diagnostics.ts';
import { freeVariant } from '../free-plan.ts';
import { openVariants } from '../open-variants.ts';
import { progress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { constraintsOption, objectiveOption } from './constraints.ts';

/** What a design search varies unless it is told. */
const defaultAxes: readonly string[] = [
  'topology.kind=rail-optimized,fat-tree',
  'topology.oversubscription=1,1.5,2,3,4,7',
];

const defaultTop = '10';
const mostDesigns = 1000;

/** The best clusters under constraints: each design with the plan that is best on it. */
export const run: Command = async ({ args: [path = '-'], options }, context) => {
  const { io, paint } = context;
  const aim = objectiveOption(options.objective ?? 'cost.usd_per_million_tokens');
  const constraints = constraintsOption(options.constraint ?? [], false);
  const top = countOption('--top', options.top ?? defaultTop, 1, mostDesigns);
  const axes = (options.vary ?? defaultAxes).map((text): Axis => {
    const parsed = parseAxis(text);
    if (!parsed.ok) throw new UsageError(parsed.problem);
    return parsed.axis;
  });
  const points = grid(axes);
  const { variants, traced } = await openVariants(path, io);
  const overridesAt = (point: number): readonly string[] => [
    ...(options.set ?? []),
    ...points.at(point).values.map((value, i) => `${points.paths[i] ?? ''}=${value}`),
  ];
  if (!textIsSound(traced(overridesAt(1)), context)) return Exit.badInput;

  const fields = [...new Set([aim.field, ...constraints.map(({ field }) => field), ...defaultFields, ...PLAN_FIELDS])];
  const evaluate = variantEvaluator(partsFor(fields));
  const [bar, due] = [progress(io), breather()];
  let [impossible, tooLarge, refused, best] = [0, 0, 0, [] as readonly Ranked[]];
  for (let point = 1; point <= points.points && !io.signal.aborted; point++) {
    const overrides = overridesAt(point);
    const evaluated = evaluate(freeVariant(variants, overrides), overrides);
    const value = evaluated.ok ? cellsOf(evaluated.result, [aim.field])[0] : null;
    if (!evaluated.ok) impossible++;
    else if (!evaluated.result.training.memory.fits) tooLarge++;
    else if (typeof value !== 'number' || !constraints.every((gate) => judge(gate, null, evaluated.result).passed))
      refused++;
    else {
      const cells = [...points.at(point).values.map(axisCell), ...cellsOf(evaluated.result, fields)];
      // A stable sort: equal designs stay in the order of the grid.
      best = [...best, { score: badness(value, aim), cells }].sort((a, b) => a.score - b.score).slice(0, top);
    }
    if (await due()) bar.update(point, points.points);
  }
  bar.clear();
  const columns = ['rank', ...points.paths, ...fields];
  const rows = best.map(({ cells }, rank): readonly Cell[] => [rank + 1, ...cells]);
  const format = options.format ?? 'table';
  if (format === 'json') {
    const designs = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
    const counts = { designs: points.points, impossible, too_large: tooLarge, refused };
    io.stdout.write(
      jsonText({ format_version: '1.0', objective: { field: aim.field, sense: aim.sense }, counts, designs }),
    );
  } else if (format === 'table') {
    const shown = columns.filter(
      (name) => !PLAN_FIELDS.includes(name) || name === 'plan.tensor' || name === 'plan.pipeline',
    );
    const at = shown.map((name) => columns.indexOf(name));
    if (rows.length > 0)
      io.stdout.write(
        `${rowTable(
          shown,
          rows.map((row) => at.map((i) => row[i] ?? null)),
        )}\n`,
      );
    const parts = [
      impossible > 0 ? `${formatCount(impossible)} cannot be built` : '',
      tooLarge > 0 ? `${formatCount(tooLarge)} have too little memory` : '',
      refused > 0 ? `${formatCount(refused)} miss a constraint` : '',
    ].filter((part) => part !== '');
    io.stdout.write(`  ${formatCount(points.points)} designs${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`);
    const mark =
      rows.length === 0
        ? `${paint.stdout.red('✗')} no design meets the constraints`
        : `${paint.stdout.green('✓')} best by ${aim.field}: ${pathsOf(points.paths, rows[0] ?? [])}`;
    io.stdout.write(`${mark}\n`);
  } else {
    const { head, row } = rowFormats[format as RowFormatName];
    io.stdout.write(head(columns) + rows.map((cells) => row(columns, cells)).join(''));
  }
  if (io.signal.aborted) return Exit.interrupted;
  return rows.length === 0 ? Exit.cannotRun : Exit.ok;
};

interface Ranked {
  readonly score: number;
  readonly cells: readonly Cell[];
}

const PLAN_FIELDS = [
  'tensor',
  'pipeline',
  'virtual_pipeline',
  'context',
  'expert',
  'data',
  'micro_batch',
  'recompute',
].map((name) => `plan.${name}`);

const pathsOf = (paths: readonly string[], row: readonly Cell[]): string =>
  paths.map((path, i) => `${path}=${row[i + 1]}`).join(', ');
