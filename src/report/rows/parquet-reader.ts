import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import type { Cell } from '../../planning/sweep/row.ts';
import type { Column } from './columns.ts';

/** A file of rows as `parquetEncoder` writes it. */
export interface ParquetRows {
  readonly columns: readonly Column[];
  /** Group by group, for a file may be larger than memory. */
  rows(): AsyncGenerator<readonly Cell[]>;
}

/** @throws Error when the file is no Parquet, or has columns of other types */
export async function openParquet(file: AsyncBuffer): Promise<ParquetRows> {
  const metadata = await parquetMetadataAsync(file);
  const columns = columnsOf(metadata);
  return { columns, rows: () => rowsOf(file, metadata, columns) };
}

function columnsOf({ schema }: FileMetaData): readonly Column[] {
  return schema.slice(1).map(({ name, type }): Column => {
    switch (type) {
      case 'DOUBLE':
        return { name, kind: 'number' };
      case 'INT64':
        return { name, kind: 'integer' };
      case 'BOOLEAN':
        return { name, kind: 'boolean' };
      case 'BYTE_ARRAY':
        return { name, kind: 'text' };
      default:
        throw new Error(`column ${name} is of type ${type}`);
    }
  });
}

async function* rowsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly Column[],
): AsyncGenerator<readonly Cell[]> {
  let rowStart = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const rowEnd = rowStart + Number(count);
    const group: unknown[][] = [];
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      columns: columns.map(({ name }) => name),
      onComplete: (rows) => void group.push(...rows),
    });
    for (const row of group) yield row.map(cellOf);
    rowStart = rowEnd;
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null;
}
