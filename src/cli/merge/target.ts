import { badUsage, unwritableFile } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import type { Column } from '../../report/rows/columns.ts';
import { type RowFileFormat, rowFormatOfFile } from '../../report/rows/row-format.ts';
import type { Context } from '../command.ts';
import { fileProblem } from '../file-problem.ts';
import { UsageError } from '../usage-error.ts';
import { cellsOfText } from './row-part.ts';

/** Where merged rows go: a file that appears when it is whole, or standard output. */
export interface MergeTarget {
  row(text: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  discard(): Promise<void>;
}

/** @throws UsageError when the file cannot be written, or its ending says another format than that of the parts */
export async function mergeTarget(
  path: string | undefined,
  format: RowFileFormat,
  head: string,
  columns: readonly Column[],
  { io, pending: files }: Context,
): Promise<MergeTarget> {
  if (path === undefined) {
    if (format === 'parquet') {
      throw new UsageError(badUsage('merged Parquet needs a file', 'name it: fabricplan merge ... -o rows.parquet'));
    }
    const lines = held(head);
    const flush = async (): Promise<void> => {
      io.stdout.write(lines.take());
      await io.stdout.drained();
    };
    return { row: lines.add, flush, close: flush, discard: async () => undefined };
  }
  if (rowFormatOfFile(path) !== format) {
    const help = `end its name in .${format}: merge keeps the format of the parts`;
    throw new UsageError(badUsage(`the parts are ${format}, and ${quote(path)} is not`, help));
  }
  const written = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw new UsageError(unwritableFile(path, fileProblem(error)));
    });
  const file = await written(io.files.open(path));
  files.push(file);
  if (format === 'parquet') {
    const { parquetEncoder } = await import('../../report/rows/parquet.ts');
    const encoder = parquetEncoder(columns);
    return {
      row: (text) => encoder.row(cellsOfText(text)),
      flush: () => written(file.write(encoder.take())),
      close: async () => {
        await written(file.write(encoder.finish()));
        await written(file.commit());
      },
      discard: () => file.discard(),
    };
  }
  const lines = held(head);
  const flush = (): Promise<void> => written(file.write(lines.take()));
  return {
    row: lines.add,
    flush,
    close: async () => {
      await flush();
      await written(file.commit());
    },
    discard: () => file.discard(),
  };
}

/** Text that waits to be written. */
function held(first: string) {
  let text = first;
  return {
    add: (line: string): void => {
      text += line;
    },
    take: (): string => {
      const taken = text;
      text = '';
      return taken;
    },
  };
}
