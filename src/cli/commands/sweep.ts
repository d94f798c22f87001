import { resolve } from 'node:path';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { grid, shardPoint, shardSize } from '../../planning/sweep/grid.ts';
import { type Aim, Front } from '../../planning/sweep/pareto.ts';
import type { PointRow } from '../../planning/sweep/point-row.ts';
import { type Cell, defaultFields, planFields } from '../../planning/sweep/row.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import { ownColumns, sweepColumns } from '../../report/rows/columns.ts';
import { rowFormats } from '../../report/rows/row-format.ts';
import { rowTable } from '../../report/rows/table.ts';
import { aimsOption } from '../aims-option.ts';
import { axesOption } from '../axes-option.ts';
import type { Command, Context } from '../command.ts';
import { asksForFields, fieldList, fieldsOption } from '../fields-option.ts';
import { textIsSound } from '../first-diagnostics.ts';
import { jobsOption } from '../jobs-option.ts';
import { openVariants } from '../open-variants.ts';
import type { OptionValues } from '../options.ts';
import { rowsInOrder } from '../points/in-order.ts';
import { overridesAt, type PointJob } from '../points/job.ts';
import { progress } from '../progress.ts';
import { fileSink, type RowSink, type RowsOfFile, stdoutSink } from '../row-sink.ts';
import { runId } from '../run-id.ts';
import { shardOption } from '../shard-option.ts';
import { UsageError } from '../usage-error.ts';

/** A table holds all its rows to align them. */
const maxTableRows = 10_000;

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  if (asksForFields(options.fields)) {
    context.io.stdout.write(fieldList());
    return Exit.ok;
  }
  const set = options.set ?? [];
  const axes = axesOption(options.vary ?? [], set);
  const aims = aimsOption(options.pareto);
  if (axes.length === 0) throw new UsageError(badUsage('sweep needs --vary', 'as in --vary gpus.count=256..4096:x2'));
  const shard = shardOption(options.shard);
  if (aims !== null && options.shard !== undefined) {
    const help = 'sweep the parts without --pareto, and merge them with --pareto';
    throw new UsageError(badUsage('the front of a part is not the front of the sweep', help));
  }
  const jobs = jobsOption(options.jobs);
  const { source, traced, contents } = await openVariants(path, context.io);

  const first = traced(overridesAt({ set, axes }, 1));
  if (!textIsSound(first, context)) return Exit.badInput;
  const chosen = first.plan !== null && first.plan.layout === null;
  const fields = [
    ...(options.fields === undefined
      ? [...defaultFields, ...(chosen ? planFields : [])]
      : fieldsOption(options.fields)),
  ];
  for (const { field } of aims ?? []) if (!fields.includes(field)) fields.push(field);
  const job: PointJob = { kind: 'points', source, set, axes, shard, fields, free: false, constraints: [] };
  const id = await runId(contents(), [set, axes, fields]);
  return run(job, id, aims, jobs, options, context);
};

async function run(
  job: PointJob,
  id: string,
  aims: readonly Aim[] | null,
  jobs: number,
  options: OptionValues,
  context: Context,
): Promise<ExitCode> {
  const { io, paint } = context;
  const { axes, fields, shard } = job;
  const { paths, points } = grid(axes);
  const total = shardSize(points, shard);
  const rows: RowsOfFile = {
    columns: sweepColumns(axes, fields),
    isRow: (own, n) => own.point === shardPoint(n, shard) && own.points === points && own.sweep === id,
  };
  const sinks = await sinksOf(rows, total, aims, options, context);
  const before = Math.min(...sinks.map(({ rowsBefore = 0 }) => rowsBefore));
  const front = aims === null ? null : new Front<readonly Cell[]>();
  const bar = progress(io);
  let [fitting, n] = [0, before];
  const emit = (cells: readonly Cell[], row: number): void => {
    for (const sink of sinks) if (row >= (sink.rowsBefore ?? 0)) sink.row(cells);
  };
  const cellsOf = ({ varied, values, problem }: PointRow, row: number): readonly Cell[] => [
    ...varied,
    ...values,
    problem,
    shardPoint(row, shard),
    points,
    id,
  ];
  for await (const batch of rowsInOrder(job, before, total, jobs, io)) {
    for (const row of batch) {
      if (row.fits) fitting++;
      const cells = cellsOf(row, n);
      if (front === null || aims === null) emit(cells, n);
      else front.addBy(aims, (field) => cells[paths.length + fields.indexOf(field)], cells);
      n++;
    }
    for (const sink of sinks) await sink.flush();
    bar.update(n, total);
    if (io.signal.aborted || sinks.every(({ gone }) => gone === true)) break;
  }
  for (const cells of front?.items() ?? []) emit(cells, n);
  bar.clear();
  if (io.signal.aborted) {
    const kept = [];
    for (const sink of sinks) kept.push(await sink.interrupt());
    const goesOn = kept.includes(true) ? '; --resume goes on' : '';
    io.stderr.write(`${paint.stderr.yellow('interrupted')} after ${n} of ${total} points${goesOn}\n`);
    return Exit.interrupted;
  }
  for (const sink of sinks) await sink.close();
  if (before > 0) io.stderr.write(`${before} rows were there, ${total - before} added\n`);
  // A part without a point that fits is a part all the same: what waits for it must not take it for a failure.
  return fitting === 0 && total > before && options.shard === undefined ? Exit.cannotRun : Exit.ok;
}

async function sinksOf(
  rows: RowsOfFile,
  total: number,
  aims: readonly Aim[] | null,
  options: OptionValues,
  context: Context,
): Promise<readonly RowSink[]> {
  const files = options.output ?? [];
  const resume = options.resume ?? false;
  if (resume && (files.length === 0 || aims !== null)) {
    const why = aims === null ? 'needs an -o file' : 'cannot go with --pareto, whose rows come at the end';
    throw new UsageError(badUsage(`--resume ${why}`, 'name the file of the first run: --resume -o rows.csv'));
  }
  const twice = files.find((path, i) => files.slice(0, i).some((other) => resolve(other) === resolve(path)));
  if (twice !== undefined) throw new UsageError(badUsage(`-o ${quote(twice)} is given twice`));
  const sinks: RowSink[] = [];
  for (const path of files) sinks.push(await fileSink(path, rows, resume, context));
  const format = options.format ?? (files.length > 0 ? null : 'table');
  if (format === 'table') {
    if (total > maxTableRows && aims === null) {
      const help = 'use --format ndjson, --format csv or -o rows.csv';
      throw new UsageError(badUsage(`a table of ${total} points is too long to read`, help));
    }
    sinks.push(
      tableSink(
        rows.columns.map(({ name }) => name),
        context,
      ),
    );
  } else if (format !== null) {
    sinks.push(stdoutSink(rowFormats[format === 'csv' ? 'csv' : 'ndjson'], rows.columns, context.io));
  }
  return sinks;
}

/** Rows for people appear together, for their columns are as wide as the widest. */
function tableSink(columns: readonly string[], { io }: Context): RowSink {
  const rows: (readonly Cell[])[] = [];
  // Of its own columns a table has the problem.
  const shown = columns.length - ownColumns.length + 1;
  const close = async (): Promise<void> => {
    if (rows.length > 0) io.stdout.write(rowTable(columns.slice(0, shown), rows));
    await io.stdout.drained();
  };
  return {
    row: (cells) => void rows.push(cells.slice(0, shown)),
    flush: async () => undefined,
    close,
    interrupt: async () => {
      await close();
      return false;
    },
  };
}
