import type { PriceUsd } from '../../catalog/types.ts';
import { type Diagnostic, dottedPath, hasErrors, type Where } from '../../diagnostics/diagnostic.ts';
import { outOfRange } from '../../diagnostics/messages/schema.ts';
import { priceMapSchema } from '../schema/economics.ts';
import { loadYaml } from '../yaml/load.ts';
import { issueDiagnostics } from './issues.ts';
import type { Path } from './path.ts';

/** Price of one catalog entry in an own price list, with its place. */
export interface ListedPrice {
  readonly id: string;
  readonly price: PriceUsd | null;
  /** Length of the piece that the price buys, where the list says it; else the price is in the entry's own unit. */
  readonly lengthM: number | null;
  /** Of the entry, and of one of its amounts. */
  readonly where: (level?: keyof PriceUsd) => Where;
}

export interface PriceList {
  readonly prices: readonly ListedPrice[];
  /** Year of the dollars, where the list says it. */
  readonly currencyYear: { readonly year: number; readonly where: Where } | null;
  readonly diagnostics: readonly Diagnostic[];
}

const YEARS = { min: 1990, max: 2100 } as const;

/** A year of a price list, or the mistake in it. */
export function yearOf(value: unknown, where: Where): PriceList['currencyYear'] | Diagnostic {
  const year = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof year === 'number' && Number.isInteger(year) && year >= YEARS.min && year <= YEARS.max) {
    return { year, where };
  }
  return outOfRange(where, String(value), `a year from ${YEARS.min} to ${YEARS.max}`);
}

/** The spec key of what a price list says. */
export const priceKey = (id: string): Path => ['economics', 'prices', id];

/**
 * A price list in YAML: catalog ids with their prices as in `economics.prices`, and `currency_year` beside them.
 * @param file as diagnostics name it
 */
export function readYamlPrices(bytes: Uint8Array, file: string): PriceList {
  const loaded = loadYaml(bytes, file, 'qm9700: 31000 USD');
  if (loaded.data === undefined) return { prices: [], currencyYear: null, diagnostics: loaded.diagnostics };
  const { currency_year: year, ...listed } = loaded.data;
  const diagnostics = [...loaded.diagnostics];
  const where = (path: Path): Where => ({
    path: dottedPath(['economics', 'prices', ...path]),
    at: loaded.locate(path),
  });
  const stated = year === undefined ? null : yearOf(year, where(['currency_year']));
  if (stated !== null && 'code' in stated) diagnostics.push(stated);
  const parsed = priceMapSchema.safeParse(listed);
  if (!parsed.success) {
    diagnostics.push(...issueDiagnostics(parsed.error.issues, [], priceMapSchema, { data: listed, where }));
  }
  const prices = Object.entries(parsed.data ?? {}).map(([id, price]) => ({
    id,
    price,
    lengthM: null,
    where: (level?: keyof PriceUsd) => where(level === undefined ? [id] : [id, level]),
  }));
  return {
    prices: hasErrors(diagnostics) ? [] : prices,
    currencyYear: stated !== null && 'year' in stated ? stated : null,
    diagnostics,
  };
}
