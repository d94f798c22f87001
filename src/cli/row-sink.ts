import { badUsage, unwritableFile } from '../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../diagnostics/printable.ts';
import type { Cell } from '../planning/sweep/row.ts';
import { type RowFormat, rowExtensions, rowFormatOfFile, rowFormats } from '../report/rows/row-format.ts';
import type { Context } from './command.ts';
import { fileProblem } from './file-problem.ts';
import type { GrowingFile, Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Takes rows in order and lets them go at once: what was flushed stays, whatever happens next. */
export interface RowSink {
  row(cells: readonly Cell[]): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export const stdoutSink = (format: RowFormat, columns: readonly string[], { stdout }: Io): RowSink => {
  let pending = format.head(columns);
  const flush = async (): Promise<void> => {
    if (pending !== '') stdout.write(pending);
    pending = '';
    await stdout.drained();
  };
  return {
    row: (cells) => {
      pending += format.row(columns, cells);
    },
    flush,
    close: flush,
  };
};

/** The format of a file of rows. @throws UsageError for an ending that names none */
function rowFormatFor(path: string): RowFormat {
  const name = rowFormatOfFile(path);
  if (name !== null) return rowFormats[name];
  const message = `the name ${quote(path)} says no format of rows`;
  throw new UsageError({ ...badUsage(message, `end the name in ${alternatives(rowExtensions)}`), code: 'FP404' });
}

export interface FileSink extends RowSink {
  /** Whole rows that were there before. */
  readonly rowsBefore: number;
  /** @throws UsageError when the last row that was there is not what these cells give: the spec has changed since */
  continues(cells: readonly Cell[]): void;
}

/**
 * Rows into a file. With `resume` a file that is there keeps its whole rows; a row that was cut short goes.
 *
 * @param expected the columns and the start of row n, to recognize the file of another sweep
 * @throws UsageError when the file cannot be written, or holds something else
 */
export async function fileSink(
  path: string,
  columns: readonly string[],
  resume: boolean,
  isRow: (line: string, n: number) => boolean,
  { io }: Context,
): Promise<FileSink> {
  const format = rowFormatFor(path);
  const head = format.head(columns);
  const found = resume ? await wholeRows(path, head, isRow, io) : { rows: 0, bytes: 0, last: '' };
  const file = await open(path, found.bytes, io);
  let pending = found.bytes === 0 ? head : '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (text !== '') await written(path, file.write(text));
  };
  return {
    rowsBefore: found.rows,
    continues: (cells) => {
      if (found.rows > 0 && format.row(columns, cells) !== found.last) throw otherSpec(path);
    },
    row: (cells) => {
      pending += format.row(columns, cells);
    },
    flush,
    close: async () => {
      await flush();
      await file.close();
    },
  };
}

async function wholeRows(path: string, head: string, isRow: (line: string, n: number) => boolean, io: Io) {
  let [rows, bytes, last] = [0, 0, ''];
  let headed = head === '';
  try {
    for await (const line of io.files.lines(path)) {
      if (!line.endsWith('\n')) break;
      if (!headed) {
        if (line !== head) throw otherSweep(path);
        headed = true;
      } else if (isRow(line, rows)) rows++;
      else throw otherSweep(path);
      bytes += Buffer.byteLength(line);
      last = line;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new UsageError(unwritableFile(path, fileProblem(error)));
  }
  return { rows, bytes, last };
}

const otherSweep = (path: string): UsageError =>
  new UsageError(badUsage(`${quote(path)} is not the file of this sweep`, 'remove --resume, or name another file'));

const otherSpec = (path: string): UsageError => {
  const help = 'remove --resume to start anew, or go back to the spec and the version that wrote it';
  return new UsageError(badUsage(`the last row of ${quote(path)} is not what this spec gives`, help));
};

const open = (path: string, keep: number, io: Io): Promise<GrowingFile> => written(path, io.files.grow(path, keep));

async function written<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(unwritableFile(path, fileProblem(error)));
  }
}
