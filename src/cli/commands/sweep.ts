import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { parseAxis } from '../../planning/sweep/axis.ts';
import { type Grid, grid, shardPoint, shardSize } from '../../planning/sweep/grid.ts';
import { type Aim, badness, Front, parseAim } from '../../planning/sweep/pareto.ts';
import {
  axisCell,
  type Cell,
  cellsOf,
  defaultFields,
  partsFor,
  planFields,
  variantEvaluator,
} from '../../planning/sweep/row.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import { csv, ndjson } from '../../report/rows/row-format.ts';
import { rowTable } from '../../report/rows/table.ts';
import { breather } from '../breathe.ts';
import type { Command, Context } from '../command.ts';
import { asksForFields, fieldList, fieldsOption } from '../fields-option.ts';
import { openVariants, type Variants } from '../open-variants.ts';
import type { OptionValues } from '../options.ts';
import { progress } from '../progress.ts';
import { type FileSink, fileSink, type RowSink, stdoutSink } from '../row-sink.ts';
import { say } from '../say.ts';
import { shardOption } from '../shard-option.ts';
import { UsageError } from '../usage-error.ts';

/** A table holds all its rows to align them. */
const maxTableRows = 10_000;

/** Columns that are no field: why a point has no result, its number, and how many there are. */
const OWN = ['problem', 'point', 'points'];

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  if (asksForFields(options.fields)) {
    context.io.stdout.write(fieldList());
    return Exit.ok;
  }
  const axes = collect((options.vary ?? []).map((text) => parseAxis(text))).map(({ axis }) => axis);
  const aims =
    options.pareto === undefined ? null : collect(options.pareto.split(',').map(parseAim)).map(({ aim }) => aim);
  if (axes.length === 0) throw new UsageError(badUsage('sweep needs --vary', 'as in --vary gpus.count=256..4096:x2'));
  const points = grid(axes);
  const twice = points.paths.find((each, index) => points.paths.indexOf(each) !== index);
  if (twice !== undefined) throw new UsageError(badUsage(`--vary names ${twice} twice`));
  const { variants, traced } = await openVariants(path, context.io);

  const first = traced(overridesAt(points, 1, options));
  const wrong = first.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('FP1'));
  if (wrong.length > 0) {
    say(wrong, context.io, context.paint.stderr);
    return Exit.badInput;
  }
  const chosen = first.plan !== null && first.plan.layout === null;
  const fields = [
    ...(options.fields === undefined
      ? [...defaultFields, ...(chosen ? planFields : [])]
      : fieldsOption(options.fields)),
  ];
  for (const { field } of aims ?? []) if (!fields.includes(field)) fields.push(field);
  return run(points, fields, aims, variants, options, context);
};

const overridesAt = (points: Grid, point: number, options: OptionValues): readonly string[] => [
  ...(options.set ?? []),
  ...points.at(point).values.map((value, i) => `${points.paths[i] ?? ''}=${value}`),
];

async function run(
  points: Grid,
  fields: readonly string[],
  aims: readonly Aim[] | null,
  variants: Variants,
  options: OptionValues,
  context: Context,
): Promise<ExitCode> {
  const { io, paint } = context;
  const columns = [...points.paths, ...fields, ...OWN];
  const shard = shardOption(options.shard);
  const total = shardSize(points.points, shard);
  const sinks = await sinksOf(columns, total, aims, points, options, context);
  const before = Math.min(...sinks.map(({ rowsBefore }) => rowsBefore));
  const evaluate = variantEvaluator(partsFor(fields));
  const front = aims === null ? null : new Front<readonly Cell[]>();
  const [bar, due] = [progress(io), breather()];
  let [fitting, n] = [0, before];
  const emit = (cells: readonly Cell[], row: number): void => {
    for (const { sink, rowsBefore } of sinks) if (row >= rowsBefore) sink.row(cells);
  };
  const rowAt = (row: number) => {
    const point = shardPoint(row, shard);
    const overrides = overridesAt(points, point, options);
    const evaluated = evaluate(variants(overrides), overrides);
    const values = evaluated.ok ? cellsOf(evaluated.result, fields) : fields.map(() => null);
    const problem = evaluated.ok ? null : evaluated.problem;
    const fits = evaluated.ok && evaluated.result.training.memory.fits;
    return {
      values,
      fits,
      cells: [...points.at(point).values.map(axisCell), ...values, problem, point, points.points],
    };
  };
  for (const { sink, rowsBefore } of sinks) if (rowsBefore > 0) sink.continues?.(rowAt(rowsBefore - 1).cells);
  for (; n < total && !io.signal.aborted; n++) {
    const { values, fits, cells } = rowAt(n);
    if (fits) fitting++;
    if (front === null || aims === null) emit(cells, n);
    else {
      const scores = aims.map((aim) => values[fields.indexOf(aim.field)]);
      if (scores.every((score) => typeof score === 'number')) {
        front.add(
          scores.map((score, i) => badness(score as number, aims[i] as Aim)),
          cells,
        );
      }
    }
    if (await due()) {
      for (const { sink } of sinks) await sink.flush();
      bar.update(n + 1, total);
    }
  }
  for (const cells of front?.items() ?? []) emit(cells, n);
  bar.clear();
  for (const { sink } of sinks) await sink.close();
  if (io.signal.aborted) {
    io.stderr.write(`${paint.stderr.yellow('interrupted')} after ${n} of ${total} points; --resume goes on\n`);
    return Exit.interrupted;
  }
  if (before > 0) io.stderr.write(`${before} rows were there, ${total - before} added\n`);
  return fitting === 0 && total > before ? Exit.cannotRun : Exit.ok;
}

interface CountedSink {
  readonly sink: RowSink & Partial<Pick<FileSink, 'continues'>>;
  readonly rowsBefore: number;
}

async function sinksOf(
  columns: readonly string[],
  total: number,
  aims: readonly Aim[] | null,
  points: Grid,
  options: OptionValues,
  context: Context,
): Promise<readonly CountedSink[]> {
  const { io } = context;
  const files = options.output ?? [];
  const resume = options.resume ?? false;
  if (resume && (files.length === 0 || aims !== null)) {
    const why = aims === null ? 'needs an -o file' : 'cannot go with --pareto, whose rows come at the end';
    throw new UsageError(badUsage(`--resume ${why}`, 'name the file of the first run: --resume -o rows.csv'));
  }
  const shard = shardOption(options.shard);
  const isRow = (line: string, n: number): boolean => {
    const end = /(\d+),(?:"points":)?(\d+)\}?\r?\n$/.exec(line);
    return Number(end?.[1]) === shardPoint(n, shard) && Number(end?.[2]) === points.points;
  };
  const sinks: CountedSink[] = [];
  for (const path of files) {
    const sink = await fileSink(path, columns, resume, isRow, context);
    sinks.push({ sink, rowsBefore: sink.rowsBefore });
  }
  const format = options.format ?? (files.length > 0 ? null : 'table');
  if (format === 'table') {
    if (total > maxTableRows && aims === null) {
      const help = 'use --format ndjson, --format csv or -o rows.csv';
      throw new UsageError(badUsage(`a table of ${total} points is too long to read`, help));
    }
    sinks.push({ sink: tableSink(columns, context), rowsBefore: 0 });
  } else if (format !== null) {
    sinks.push({ sink: stdoutSink(format === 'csv' ? csv : ndjson, columns, io), rowsBefore: 0 });
  }
  return sinks;
}

/** Rows for people appear together, for their columns are as wide as the widest. */
function tableSink(columns: readonly string[], { io }: Context): RowSink {
  const rows: (readonly Cell[])[] = [];
  const shown = columns.length - 2;
  return {
    row: (cells) => void rows.push(cells.slice(0, shown)),
    flush: async () => undefined,
    close: async () => {
      if (rows.length > 0) io.stdout.write(rowTable(columns.slice(0, shown), rows));
      await io.stdout.drained();
    },
  };
}

type Parsed<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Diagnostic };

function collect<T>(parsed: readonly Parsed<T>[]): readonly ({ readonly ok: true } & T)[] {
  return parsed.map((each) => {
    if (!each.ok) throw new UsageError(each.problem);
    return each;
  });
}
