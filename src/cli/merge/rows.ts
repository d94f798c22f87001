import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { joinRows } from '../../planning/sweep/join.ts';
import { type Aim, Front } from '../../planning/sweep/pareto.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import { type RowFileFormat, rowFormatOfFile } from '../../report/rows/row-format.ts';
import { formatCount } from '../../units/format.ts';
import { breather } from '../breathe.ts';
import type { Context } from '../command.ts';
import { say } from '../say.ts';
import { UsageError } from '../usage-error.ts';
import { fieldReader } from './field-reader.ts';
import { linePart, parquetPart, type RowPart } from './row-part.ts';
import { type MergeTarget, mergeTarget } from './target.ts';

/** Missing points that are named; the count says how many there are. */
const NAMED = 10;

/** Joins parts of a sweep in the order of their points. */
export async function mergeRows(
  paths: readonly string[],
  format: RowFileFormat,
  output: string | undefined,
  aims: readonly Aim[] | null,
  context: Context,
): Promise<ExitCode> {
  const { io, paint } = context;
  const other = paths.find((path) => rowFormatOfFile(path) !== format);
  if (other !== undefined) throw refused(`${quote(other)} is of another format than ${quote(paths[0] ?? '')}`);
  const parts: RowPart[] = [];
  for (const path of paths) {
    parts.push(await (format === 'parquet' ? parquetPart(path, io) : linePart(path, format === 'csv', io)));
  }
  // A part that was cut short inside its header has no rows.
  const [first, ...rest] = parts.filter(({ head }) => format === 'ndjson' || head !== '');
  const different = rest.find(({ head }) => head !== first?.head);
  if (different !== undefined)
    throw refused(`${quote(different.path)} has other columns than ${quote(first?.path ?? '')}`);
  const target = await mergeTarget(output, format, first?.head ?? '', first?.columns ?? [], context);
  const written = await joined(parts, aims, format, first?.head ?? '', target, io.signal);
  if (io.signal.aborted) {
    await target.discard();
    return Exit.interrupted;
  }
  await target.close();
  const of = `${paths.length} ${paths.length === 1 ? 'file' : 'files'}`;
  io.stderr.write(`${formatCount(written.rows)} rows from ${of}\n`);
  if (written.absent === 0) return Exit.ok;
  const list = `${written.missing.join(', ')}${written.absent > written.missing.length ? ', ...' : ''}`;
  const help = 'run the parts that were cut short again, with --resume';
  const are = written.absent === 1 ? 'point is' : 'points are';
  say([badUsage(`${formatCount(written.absent)} ${are} missing: ${list}`, help)], io, paint.stderr);
  return Exit.badInput;
}

async function joined(
  parts: readonly RowPart[],
  aims: readonly Aim[] | null,
  format: RowFileFormat,
  head: string,
  target: MergeTarget,
  signal: AbortSignal,
) {
  const missing: number[] = [];
  const front = aims === null ? null : new Front<string>();
  const valueIn = aims === null ? null : await fieldReader(format, head, parts[0]?.columns ?? [], aims);
  const nameOf = (part: number): string => quote(parts[part]?.path ?? '');
  let [rows, absent] = [0, 0];
  const due = breather();
  for await (const each of joinRows(parts.map((part) => part.rows))) {
    switch (each.kind) {
      case 'row':
        if (front !== null && aims !== null && valueIn !== null) front.addBy(aims, valueIn(each.text), each.text);
        else {
          target.row(each.text);
          rows++;
        }
        break;
      case 'missing':
        absent += each.last - each.first + 1;
        for (let point = each.first; point <= each.last && missing.length < NAMED; point++) missing.push(point);
        break;
      case 'foreign':
        throw refused(`${nameOf(each.part)} is a part of another sweep than ${nameOf(0)}`);
      case 'disorder':
        throw refused(`${nameOf(each.part)} has point ${each.point} out of order`);
      case 'conflict':
        throw refused(`point ${each.point} has two different rows`);
    }
    if (await due()) await target.flush();
    if (signal.aborted) break;
  }
  for (const text of front?.items() ?? []) {
    target.row(text);
    rows++;
  }
  return { rows, absent, missing };
}

const refused = (message: string): UsageError =>
  new UsageError(badUsage(message, 'merge parts of one sweep only: the same spec, options and version'));
