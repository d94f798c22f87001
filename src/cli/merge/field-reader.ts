import { unknownField } from '../../diagnostics/messages/usage.ts';
import type { Aim } from '../../planning/sweep/pareto.ts';
import type { Column } from '../../report/rows/columns.ts';
import type { RowFileFormat } from '../../report/rows/row-format.ts';
import { UsageError } from '../usage-error.ts';
import { cellsOfText } from './row-part.ts';

type ValueOf = (field: string) => unknown;

/** Reads fields out of the text of a row. @throws UsageError when the rows lack one of the aims */
export async function fieldReader(
  format: RowFileFormat,
  head: string,
  columns: readonly Column[],
  aims: readonly Aim[],
): Promise<(text: string) => ValueOf> {
  const { csvCells } = await import('../../report/rows/csv-reader.ts');
  const demand = (names: readonly string[]): void => {
    const absent = aims.find(({ field }) => !names.includes(field));
    if (absent !== undefined) throw new UsageError(unknownField(absent.field, names));
  };
  switch (format) {
    case 'csv': {
      const names = csvCells(head);
      demand(names);
      return (text) => {
        const values = csvCells(text);
        return (field) => {
          const value = values[names.indexOf(field)] ?? '';
          return value === '' ? null : Number(value);
        };
      };
    }
    case 'parquet': {
      const names = columns.map(({ name }) => name);
      demand(names);
      return (text) => {
        const values = cellsOfText(text);
        return (field) => values[names.indexOf(field)];
      };
    }
    default:
      return (text) => {
        const row: Readonly<Record<string, unknown>> = JSON.parse(text);
        demand(Object.keys(row));
        return (field) => row[field];
      };
  }
}
