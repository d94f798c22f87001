import type { Cell } from '../../planning/sweep/row.ts';
import { csvText } from '../csv.ts';

/** How rows of a sweep, a search or a scaling curve leave one by one. */
export interface RowFormat {
  /** What stands before the first row; empty where rows name their fields. */
  head(columns: readonly string[]): string;
  row(columns: readonly string[], cells: readonly Cell[]): string;
}

const ndjson: RowFormat = {
  head: () => '',
  row: (columns, cells) =>
    `{${columns.map((name, i) => `${JSON.stringify(name)}:${JSON.stringify(cells[i] ?? null)}`).join(',')}}\n`,
};

/** A line break inside a value would break a file that is merged line by line. */
const oneLine = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replace(/\s*[\r\n]+\s*/g, ' ') : cell);

const csv: RowFormat = {
  head: (columns) => csvText(columns, []),
  row: (_columns, cells) => csvText(cells.map(oneLine), []),
};

/** Formats whose rows are lines of text. */
export const rowFormats = { ndjson, csv } as const;
export type RowFormatName = keyof typeof rowFormats;

/** Formats of a file of rows. */
export type RowFileFormat = RowFormatName | 'parquet';

const ENDINGS: Readonly<Record<string, RowFileFormat>> = {
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.csv': 'csv',
  '.parquet': 'parquet',
};

export const rowExtensions = Object.keys(ENDINGS);

/** The format that a file's ending picks; null for an unknown ending. */
export function rowFormatOfFile(path: string): RowFileFormat | null {
  const name = path.toLowerCase();
  const ending = rowExtensions.find((candidate) => name.endsWith(candidate));
  return ending === undefined ? null : (ENDINGS[ending] ?? null);
}
