import { stringify } from 'csv-stringify/sync';
import { fieldUnit } from '../result/units.ts';
import type { Reporter } from './reporter.ts';
import { exitOf } from './verdict-exit.ts';

type Cell = string | number | boolean | null;

/**
 * RFC 4180 with a header row. Text that a spreadsheet would run as a formula is escaped; numbers never are, so that a
 * negative one stays a number.
 */
export function csvText(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  return stringify([head, ...rows] as Cell[][], {
    record_delimiter: 'windows',
    escape_formulas: true,
    // A lone line feed breaks a row as well as the pair that ends it.
    quoted_match: /[\r\n]/,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: (value) => String(value),
    },
  });
}

/** One row per fact: the dotted field as in the JSON, its value, its unit. An unknown is an empty value. */
export const report: Reporter = (result) => ({
  output: csvText(['field', 'value', 'unit'], [...facts(result, '')]),
  exitCode: exitOf(result),
});

function* facts(value: unknown, path: string): Generator<Cell[]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* facts(item, `${path}[${index}]`);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, child] of Object.entries(value)) yield* facts(child, path === '' ? name : `${path}.${name}`);
  } else {
    const numeric = typeof value === 'number' || value === null;
    yield [path, value as Cell, numeric ? fieldUnit(path) : null];
  }
}
