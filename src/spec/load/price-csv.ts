import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import type { PriceUsd } from '../../catalog/types.ts';
import type { Diagnostic, Where } from '../../diagnostics/diagnostic.ts';
import { badQuantity, missingKey, unknownKey } from '../../diagnostics/messages/schema.ts';
import { badSyntax, duplicateKey } from '../../diagnostics/messages/text.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { decode } from '../yaml/decode.ts';
import { LIMITS } from '../yaml/limits.ts';
import type { Source } from '../yaml/source.ts';
import { type ListedPrice, type PriceList, priceKey, yearOf } from './price-list.ts';

/** Columns that hold a price, by level; `price` is the typical one. */
const PRICE_COLUMNS: Readonly<Record<string, keyof PriceUsd>> = {
  price: 'typical',
  low: 'low',
  typical: 'typical',
  high: 'high',
  'unit_price_usd.low': 'low',
  'unit_price_usd.typical': 'typical',
  'unit_price_usd.high': 'high',
};

/** Columns of a purchase list (`topology --format csv`) that say nothing about prices. */
const OTHER_COLUMNS = [
  'count',
  'unit_power_w',
  'unit_rated_w',
  'subtotal_usd',
  'subtotal_w',
  'subtotal_rated_w',
  'note',
];
const KNOWN_COLUMNS = ['item', 'kind', 'length_m', 'currency_year', ...Object.keys(PRICE_COLUMNS), ...OTHER_COLUMNS];

/** Lines of a purchase list whose price has a spec key of its own. */
const LUMP_KINDS = new Set(['network', 'storage', 'management']);

interface Row {
  readonly cells: readonly string[];
  readonly at: (column: number) => Where['at'];
}

/**
 * A price list in CSV (RFC 4180): a header, then one catalog id a row. Columns: `item` with `price`, or with any of `low`,
 * `typical` and `high`; optional `currency_year`. A purchase list as `topology --format csv` writes it is one too. A row
 * without an amount leaves the price as it is.
 */
export function readCsvPrices(bytes: Uint8Array, file: string): PriceList {
  const failed = (...diagnostics: readonly Diagnostic[]): PriceList => ({
    prices: [],
    currencyYear: null,
    diagnostics,
  });
  const decoded = decode(bytes, file);
  if (!decoded.ok) return failed(decoded.problem);
  const read = rowsOf(decoded.source);
  if ('code' in read) return failed(read);
  const [header, ...rows] = read;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const place = (column: number, path: string): Where => ({ path, at: header?.at(column) ?? decoded.source.at(0) });
  const unknown = names.flatMap((name, i) =>
    KNOWN_COLUMNS.includes(name) ? [] : [unknownKey(place(i, 'economics.prices'), name, KNOWN_COLUMNS)],
  );
  const missing = [
    ...(names.includes('item')
      ? []
      : [missingKey(place(0, 'economics.prices'), 'item', 'a column item with catalog ids')]),
    ...(names.some((name) => Object.hasOwn(PRICE_COLUMNS, name))
      ? []
      : [missingKey(place(0, 'economics.prices'), 'price', 'a column price, or columns low, typical, high')]),
  ];
  if (unknown.length + missing.length > 0) return failed(...unknown, ...missing);
  return pricesOf(rows, names);
}

function pricesOf(rows: readonly Row[], names: readonly string[]): PriceList {
  const diagnostics: Diagnostic[] = [];
  const prices = new Map<string, ListedPrice & { readonly line: number }>();
  let currencyYear: PriceList['currencyYear'] = null;
  for (const row of rows) {
    const cell = (name: string): string => row.cells[names.indexOf(name)]?.trim() ?? '';
    const id = cell('item');
    const whereOf = (name: string): Where => ({ path: priceKey(id).join('.'), at: row.at(names.indexOf(name)) });
    if (LUMP_KINDS.has(cell('kind'))) continue;
    if (cell('currency_year') !== '') {
      const year = yearOf(cell('currency_year'), whereOf('currency_year'));
      if (year !== null && 'code' in year) diagnostics.push(year);
      else currencyYear ??= year;
    }
    const found = priceOf(names, cell, whereOf, diagnostics);
    if (found === null) continue;
    const listed = { id, ...found, where: found.where, line: row.at(0)?.line ?? 0 };
    const earlier = prices.get(id);
    if (earlier === undefined) prices.set(id, listed);
    else if (!samePrice(earlier, listed)) diagnostics.push(duplicateKey(whereOf('item'), id, earlier.line));
  }
  return { prices: [...prices.values()], currencyYear, diagnostics };
}

const samePrice = (a: ListedPrice, b: ListedPrice): boolean =>
  a.lengthM === b.lengthM &&
  (['low', 'typical', 'high'] as const).every((level) => a.price?.[level] === b.price?.[level]);

/** The amounts of a row; null where it has none, or a bad one. */
function priceOf(
  names: readonly string[],
  cell: (name: string) => string,
  whereOf: (name: string) => Where,
  diagnostics: Diagnostic[],
): Pick<ListedPrice, 'price' | 'lengthM' | 'where'> | null {
  const amounts: { -readonly [K in keyof PriceUsd]: PriceUsd[K] } = { low: null, typical: null, high: null };
  const columns: Partial<Record<keyof PriceUsd, string>> = {};
  let bad = false;
  for (const name of names) {
    const level = PRICE_COLUMNS[name];
    if (level === undefined || cell(name) === '') continue;
    const amount = amountOf(cell(name));
    if (typeof amount === 'number') amounts[level] = amount;
    else diagnostics.push(badQuantity(whereOf(name), cell(name), amount.reason, amount.help));
    bad ||= typeof amount !== 'number';
    columns[level] = name;
  }
  const lengthM = cell('length_m') === '' ? null : Number(cell('length_m'));
  if (lengthM !== null && !(lengthM > 0 && Number.isFinite(lengthM))) {
    diagnostics.push(badQuantity(whereOf('length_m'), cell('length_m'), 'is no length', 'write metres, as in 30'));
    bad = true;
  }
  if (bad || Object.keys(columns).length === 0) return null;
  return { price: amounts, lengthM, where: (level) => whereOf((level && columns[level]) ?? 'item') };
}

/** An amount in USD: digits alone, or as a spec writes money. */
function amountOf(text: string): number | { readonly reason: string; readonly help: string } {
  const parsed = parseQuantity(/^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text, 'money');
  if (!parsed.ok) return parsed;
  return parsed.value < 0 ? { reason: 'must not be negative', help: 'write 0 for what costs nothing' } : parsed.value;
}

/** The rows of a text with the way back to it, or the mistake that breaks it. */
function rowsOf(source: Source): readonly Row[] | Diagnostic {
  const lineStarts = [0];
  for (let i = source.text.indexOf('\n'); i !== -1; i = source.text.indexOf('\n', i + 1)) lineStarts.push(i + 1);
  try {
    const records = parse(source.text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LIMITS.scalarLength,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: InfoRecord }[];
    return records.map(({ record, info }) => {
      const start = lineStarts[info.lines - 1] ?? 0;
      return { cells: record, at: (column) => cellAt(source, start, record, column) };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    const where = { path: 'economics.prices', at: source.at(lineStarts[line - 1] ?? 0) };
    return badSyntax(
      where,
      'this is not CSV: a quote is misplaced or not closed, or a row is too long',
      'check the quotes',
    );
  }
}

/** The place of a cell: its text after those of the cells before it, in the line where its row ends. */
function cellAt(source: Source, lineStart: number, cells: readonly string[], column: number): Where['at'] {
  let offset = lineStart;
  for (const [i, cell] of cells.entries()) {
    const found = source.text.indexOf(cell, offset);
    const start = found === -1 ? offset : found;
    if (i === column) return source.at(start, start + Math.max(1, cell.length));
    offset = start + cell.length;
  }
  return source.at(lineStart);
}
