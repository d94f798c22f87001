import { unreadableFile } from '../../diagnostics/messages/text.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import type { PartRow } from '../../planning/sweep/join.ts';
import type { Cell } from '../../planning/sweep/row.ts';
import { type Column, ownColumns, ownOf } from '../../report/rows/columns.ts';
import { fileProblem } from '../file-problem.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** A file with rows of a sweep. */
export interface RowPart {
  readonly path: string;
  /** What must be the same in all parts: the header of a CSV file, the columns of a Parquet file. */
  readonly head: string;
  /** Those of a Parquet file. */
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<PartRow>;
}

const HELP = 'write the parts with: fabricplan sweep ... --shard i/n -o part-i.csv';

const refused = (path: string, why: string): UsageError => new UsageError(badUsage(`${quote(path)} ${why}`, HELP));

/** Opens a part whose rows are lines. A last row that was cut short is left out. @throws UsageError */
export async function linePart(path: string, headed: boolean, io: Io): Promise<RowPart> {
  const lines = io.files.lines(path)[Symbol.asyncIterator]();
  const first = headed ? await reading(path, lines.next()) : null;
  const head = first === null || first.done === true ? '' : first.value;
  return { path, head: head.endsWith('\n') ? head : '', columns: [], rows: rowsOf(path, lines) };
}

async function* rowsOf(path: string, lines: AsyncIterator<string>): AsyncGenerator<PartRow> {
  for (;;) {
    const { done, value: text } = await reading(path, lines.next());
    if (done === true || !text.endsWith('\n')) return;
    const own = ownOf(text);
    if (own === null) throw refused(path, 'has a row without its point');
    yield { ...own, text };
  }
}

/** Opens a Parquet part. The text of a row is its cells as JSON. @throws UsageError */
export async function parquetPart(path: string, io: Io): Promise<RowPart> {
  const { openParquet } = await import('../../report/rows/parquet-reader.ts');
  const file = await reading(path, io.files.seek(path));
  const whole = await openParquet(file).catch(() => {
    throw refused(path, 'is no whole Parquet file of rows');
  });
  const { columns } = whole;
  if (ownColumns.some(({ name }, i) => columns.at(i - ownColumns.length)?.name !== name)) {
    throw refused(path, 'has rows without their points');
  }
  async function* rows(): AsyncGenerator<PartRow> {
    try {
      for await (const cells of whole.rows()) {
        const [point, points, sweep] = cells.slice(-3);
        yield { point: Number(point), points: Number(points), sweep: String(sweep), text: JSON.stringify(cells) };
      }
    } catch {
      throw refused(path, 'is no whole Parquet file of rows');
    } finally {
      await file.close();
    }
  }
  return { path, head: JSON.stringify(columns), columns, rows: rows() };
}

/** The cells of a row of a Parquet part. */
export const cellsOfText = (text: string): readonly Cell[] => JSON.parse(text);

async function reading<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(unreadableFile({ path: '' }, path, fileProblem(error)));
  }
}
