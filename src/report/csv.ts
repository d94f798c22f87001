import { stringify } from 'csv-stringify/sync';
import type { Result } from '../result/schema.ts';
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

/**
 * One row per fact: the dotted field as in the JSON, its value, its unit, and a note. An unknown is an empty value with
 * its reason as the note; an assumption is one row, its source the note; so is a remark.
 */
export const report: Reporter = (result) => ({
  output: csvText(['field', 'value', 'unit', 'note'], [...rows(result)]),
  exitCode: exitOf(result),
});

function* rows(result: Result): Generator<Cell[]> {
  for (const [name, value] of Object.entries(result)) {
    if (name === 'assumptions') yield* result.assumptions.map(assumption);
    else if (name === 'diagnostics') yield* result.diagnostics.map(remark);
    else if (name !== 'reasons') yield* facts(value, name, result.reasons);
  }
}

/** A range of prices has its typical value in the column of numbers. */
function assumption({ path, value, unit, source, confidence }: Result['assumptions'][number]): Cell[] {
  const range = Array.isArray(value) ? value : null;
  const [low, typical, high] = range ?? [];
  const number = range === null ? (value as Cell) : range.length === 3 ? (typical ?? null) : range.join(' ');
  const ends = range?.length === 3 ? `${low ?? '?'} to ${high ?? '?'}; ` : '';
  return [`assumptions.${path}`, number, unit, `${ends}${source} (${confidence})`];
}

const remark = ({ code, severity, path, message }: Result['diagnostics'][number], index: number): Cell[] => [
  `diagnostics[${index}]`,
  message,
  null,
  [severity, code, path].filter(Boolean).join(' '),
];

function* facts(value: unknown, path: string, reasons: Result['reasons']): Generator<Cell[]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* facts(item, `${path}[${index}]`, reasons);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, child] of Object.entries(value)) yield* facts(child, `${path}.${name}`, reasons);
  } else {
    const numeric = typeof value === 'number' || value === null;
    yield [path, value as Cell, numeric ? fieldUnit(path) : null, reasons[path] ?? null];
  }
}
