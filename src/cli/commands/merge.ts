import { unreadableFile } from '../../diagnostics/messages/text.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { joinRows, type RowLine } from '../../planning/sweep/join.ts';
import { Exit } from '../../report/exit.ts';
import { rowFormatOfFile } from '../../report/rows/row-format.ts';
import { formatCount } from '../../units/format.ts';
import { breather } from '../breathe.ts';
import type { Command } from '../command.ts';
import { fileProblem } from '../file-problem.ts';
import type { Io } from '../io.ts';
import { say } from '../say.ts';
import { UsageError } from '../usage-error.ts';

/** Missing points that are named; the count says how many there are. */
const NAMED = 10;

export const command: Command = async ({ args: paths, options }, { io, paint }) => {
  const [target, ...more] = options.output ?? [];
  if (more.length > 0) throw new UsageError(badUsage('merge writes one file', 'give -o once'));
  if (target !== undefined && paths.includes(target)) {
    throw new UsageError(badUsage(`${quote(target)} is one of the parts`, 'name another file with -o'));
  }
  const heads: string[] = [];
  const parts = paths.map((path) => linesOf(path, io, heads));
  const out = target === undefined ? null : await io.files.grow(target, 0);
  const write = async (text: string): Promise<void> => {
    if (out !== null) return out.write(text);
    io.stdout.write(text);
    await io.stdout.drained();
  };
  const missing: number[] = [];
  let [pending, rows, absent] = ['', 0, 0];
  const due = breather();
  for await (const joined of joinRows(parts)) {
    if (joined.kind === 'missing') {
      absent += joined.last - joined.first + 1;
      for (let point = joined.first; point <= joined.last && missing.length < NAMED; point++) missing.push(point);
      continue;
    }
    if (joined.kind === 'conflict') {
      throw new UsageError(badUsage(`point ${joined.point} has two different rows`, 'merge parts of one sweep only'));
    }
    if (rows === 0) pending += heads[0] ?? '';
    pending += joined.line;
    rows++;
    if (await due()) {
      await write(pending);
      pending = '';
    }
    if (io.signal.aborted) break;
  }
  await write(pending);
  await out?.close();
  if (io.signal.aborted) return Exit.interrupted;
  io.stderr.write(`${formatCount(rows)} rows from ${paths.length} ${paths.length === 1 ? 'file' : 'files'}\n`);
  if (absent === 0) return Exit.ok;
  const list = `${missing.join(', ')}${absent > missing.length ? ', ...' : ''}`;
  say(
    [
      badUsage(
        `${formatCount(absent)} points are missing: ${list}`,
        'run the parts that were cut short again, with --resume',
      ),
    ],
    io,
    paint.stderr,
  );
  return Exit.badInput;
};

/** Rows of one part with their numbers. A last row that was cut short is left out. @throws UsageError */
async function* linesOf(path: string, io: Io, heads: string[]): AsyncGenerator<RowLine> {
  const format = rowFormatOfFile(path);
  const help = 'write the parts with: fabricplan sweep ... --shard i/n -o part-i.csv';
  if (format === null) throw new UsageError(badUsage(`${quote(path)} is no file of rows`, help));
  let headed = format === 'ndjson';
  try {
    for await (const line of io.files.lines(path)) {
      if (!line.endsWith('\n')) break;
      if (!headed) {
        headed = true;
        if (heads.length > 0 && heads[0] !== line) {
          throw new UsageError(badUsage(`${quote(path)} has other columns than the first part`, help));
        }
        heads.push(line);
        continue;
      }
      const [, point, points] = /(\d+),(?:"points":)?(\d+)\}?\r?\n$/.exec(line) ?? [];
      if (point === undefined) throw new UsageError(badUsage(`${quote(path)} has a row without its point`, help));
      yield { point: Number(point), points: Number(points), line };
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(unreadableFile({ path: '' }, path, fileProblem(error)));
  }
}
