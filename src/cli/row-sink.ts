import { badUsage, unwritableFile } from '../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../diagnostics/printable.ts';
import type { Cell } from '../planning/sweep/row.ts';
import { type Column, type Own, ownOf } from '../report/rows/columns.ts';
import {
  type RowFileFormat,
  type RowFormat,
  rowExtensions,
  rowFormatOfFile,
  rowFormats,
} from '../report/rows/row-format.ts';
import type { Context } from './command.ts';
import { fileProblem } from './file-problem.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Takes rows in order and lets them go at once: what was flushed stays, whatever happens next. */
export interface RowSink {
  /** Whole rows that were there before; absent: none. */
  readonly rowsBefore?: number;
  /** Nobody reads its rows any more. */
  readonly gone?: boolean;
  row(cells: readonly Cell[]): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  /** Ends without the rest of the rows; true: what is there can be gone on with. */
  interrupt(): Promise<boolean>;
}

/** What the rows of a file are. */
export interface RowsOfFile {
  readonly columns: readonly Column[];
  /** Whether a row that is there already is row n (from 0) of these: absent, there is no going on. */
  readonly isRow?: (own: Own, n: number) => boolean;
}

const namesOf = (columns: readonly Column[]): readonly string[] => columns.map(({ name }) => name);

export const stdoutSink = (format: RowFormat, columns: readonly Column[], { stdout }: Io): RowSink => {
  const names = namesOf(columns);
  let pending = format.head(names);
  const flush = async (): Promise<void> => {
    if (pending !== '') stdout.write(pending);
    pending = '';
    await stdout.drained();
  };
  return {
    get gone() {
      return stdout.gone ?? false;
    },
    row: (cells) => {
      pending += format.row(names, cells);
    },
    flush,
    close: flush,
    interrupt: async () => {
      await flush();
      return false;
    },
  };
};

/** The format of a file of rows. @throws UsageError for an ending that names none */
function rowFormatFor(path: string): RowFileFormat {
  const name = rowFormatOfFile(path);
  if (name !== null) return name;
  const message = `the name ${quote(path)} says no format of rows`;
  throw new UsageError({ ...badUsage(message, `end the name in ${alternatives(rowExtensions)}`), code: 'FP404' });
}

/**
 * Rows into a file. With `resume` a file that is there keeps its whole rows; a row that was cut short goes. A Parquet file
 * appears when it is whole, and cannot be gone on with.
 *
 * @throws UsageError when the file cannot be written, or holds something else
 */
export function fileSink(path: string, rows: RowsOfFile, resume: boolean, context: Context): Promise<RowSink> {
  const format = rowFormatFor(path);
  if (format !== 'parquet') return lineFileSink(path, rowFormats[format], rows, resume, context);
  if (!resume) return parquetSink(path, rows.columns, context);
  const help = 'a part that is there is whole: run the others, or sweep into .ndjson or .csv';
  throw new UsageError(badUsage(`--resume cannot go on with ${quote(path)}, whose index comes at its end`, help));
}

async function lineFileSink(
  path: string,
  format: RowFormat,
  { columns, isRow = () => false }: RowsOfFile,
  resume: boolean,
  { io }: Context,
): Promise<RowSink> {
  const names = namesOf(columns);
  const head = format.head(names);
  const found = resume ? await wholeRows(path, head, isRow, io) : { rows: 0, bytes: 0 };
  const file = await written(path, io.files.grow(path, found.bytes));
  let pending = found.bytes === 0 ? head : '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (text !== '') await written(path, file.write(text));
  };
  const close = async (): Promise<void> => {
    await flush();
    await file.close();
  };
  return {
    rowsBefore: found.rows,
    row: (cells) => {
      pending += format.row(names, cells);
    },
    flush,
    close,
    interrupt: async () => {
      await close();
      return true;
    },
  };
}

async function parquetSink(path: string, columns: readonly Column[], { io, pending }: Context): Promise<RowSink> {
  const { parquetEncoder } = await import('../report/rows/parquet.ts');
  const encoder = parquetEncoder(columns);
  const file = await written(path, io.files.open(path));
  pending.push(file);
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length > 0) await written(path, file.write(bytes));
  };
  return {
    row: encoder.row,
    flush: () => write(encoder.take()),
    close: async () => {
      await write(encoder.finish());
      await written(path, file.commit());
    },
    interrupt: async () => {
      await file.discard();
      return false;
    },
  };
}

async function wholeRows(path: string, head: string, isRow: (own: Own, n: number) => boolean, io: Io) {
  let [rows, bytes] = [0, 0];
  let headed = head === '';
  try {
    for await (const line of io.files.lines(path)) {
      if (!line.endsWith('\n')) break;
      const own = ownOf(line);
      if (!headed) {
        if (line !== head) throw otherSweep(path);
        headed = true;
      } else if (own !== null && isRow(own, rows)) rows++;
      else throw otherSweep(path);
      bytes += Buffer.byteLength(line);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new UsageError(unwritableFile(path, fileProblem(error)));
  }
  return { rows, bytes };
}

const otherSweep = (path: string): UsageError => {
  const help = 'remove --resume to start anew, name another file, or go back to the spec and the version that wrote it';
  return new UsageError(badUsage(`${quote(path)} is not the file of this sweep`, help));
};

async function written<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(unwritableFile(path, fileProblem(error)));
  }
}
