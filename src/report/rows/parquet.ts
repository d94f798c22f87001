import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell } from '../../planning/sweep/row.ts';
import type { Column } from './columns.ts';

/** Rows that are held before they leave as a group: many to a query engine, few to memory. */
const GROUP_ROWS = 32_768;

/** Encodes rows as Parquet piece by piece; the file is whole after the last piece only, for its index stands at the end. */
export interface ParquetEncoder {
  row(cells: readonly Cell[]): void;
  /** What can be written by now. */
  take(): Uint8Array;
  /** The rest: rows of an unfinished group, and the index. */
  finish(): Uint8Array;
}

const TYPES = {
  number: { type: 'DOUBLE' },
  integer: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const satisfies Record<Column['kind'], Partial<SchemaElement>>;

/** @param columns kinds that hold for all cells, whatever the first rows have */
export function parquetEncoder(columns: readonly Column[]): ParquetEncoder {
  const bytes = new ByteWriter();
  const schema: SchemaElement[] = [
    { name: 'rows', num_children: columns.length },
    ...columns.map(({ name, kind }): SchemaElement => ({ name, ...TYPES[kind], repetition_type: 'OPTIONAL' })),
  ];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'fabricplan' });
  let held: (number | bigint | boolean | string | null)[][] = columns.map(() => []);
  let rows = 0;
  const group = (): void => {
    if (rows === 0) return;
    writer.write({
      columnData: columns.map(({ name }, i) => ({ name, data: held[i] ?? [] })),
      rowGroupSize: rows,
    });
    held = columns.map(() => []);
    rows = 0;
  };
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  return {
    row: (cells) => {
      columns.forEach(({ kind }, i) => void held[i]?.push(stored(cells[i] ?? null, kind)));
      if (++rows === GROUP_ROWS) group();
    },
    take: taken,
    finish: () => {
      group();
      writer.finish();
      return taken();
    },
  };
}

function stored(cell: Cell, kind: Column['kind']): number | bigint | boolean | string | null {
  if (cell === null) return null;
  if (kind === 'integer') return BigInt(cell);
  return kind === 'text' ? String(cell) : cell;
}
