import { disorderOf, isWithoutMean, WITHOUT_MEAN, withTypical } from '../../catalog/common.ts';
import { oncePer } from '../../catalog/once.ts';
import { overlayProvenance } from '../../catalog/provenance.ts';
import type { Catalog, Optic, PriceUsd, Provenance } from '../../catalog/types.ts';
import type { Where } from '../../diagnostics/diagnostic.ts';
import { outOfRange, unknownId } from '../../diagnostics/messages/schema.ts';
import { unreadableFile } from '../../diagnostics/messages/text.ts';
import { readCsvPrices } from '../load/price-csv.ts';
import { type ListedPrice, type PriceList, priceKey, readYamlPrices } from '../load/price-list.ts';
import { tryRead } from '../load/read-text.ts';
import type { Section } from '../schema/spec.ts';
import type { Resolving } from './resolving.ts';

/** The catalog with the user's own prices in it. */
export interface OwnPrices {
  readonly catalog: Catalog;
  /** Year of the dollars; null: not stated. */
  readonly currencyYear: number | null;
}

/** Lists of the catalog whose entries have a price. */
const PRICED = ['servers', 'gpus', 'nics', 'switches', 'optics'] as const;

/** More for one part is a mistake, and would leave the range of exact sums. */
const MOST_USD = 1e12;

/**
 * Puts the prices of `economics.prices` in the place of the catalog's, so that everything that looks at a price sees the
 * user's. A server in the list costs what it says with its GPUs; a cable with both ends, at any length; fibre by the
 * metre, or by the piece where the list has its length.
 */
export function resolveOwnPrices(resolving: Resolving, economics: Section<'economics'>): OwnPrices {
  const { catalog, report } = resolving;
  const stated = economics.currency_year ?? null;
  const list = listOf(resolving, economics.prices);
  report(...list.diagnostics);
  const year = list.currencyYear;
  if (year !== null && stated !== null && year.year !== stated) {
    report(outOfRange(year.where, year.year, `${stated}, as economics.currency_year says: nothing is converted`));
  }
  const currencyYear = stated ?? year?.year ?? null;
  if (list.prices.length === 0) return { catalog, currencyYear };
  const known = PRICED.flatMap((kind) => catalog[kind].map(({ id }) => id));
  const sound = list.prices.filter((listed) => {
    if (known.includes(listed.id)) return isSound(resolving, listed);
    report(unknownId(listed.where(), 'hardware', listed.id, known, 'fabricplan catalog'));
    return false;
  });
  if (sound.length === 0) return { catalog, currencyYear };
  const byId = new Map(sound.map((listed) => [listed.id, listed]));
  const priced = <T extends Priced>(entries: readonly T[]): readonly T[] =>
    entries.map((entry) => {
      const listed = byId.get(entry.id);
      return listed === undefined ? entry : withPrice(entry, listed, sourceOf(listed, currencyYear));
    });
  return {
    catalog: {
      ...catalog,
      servers: priced(catalog.servers),
      gpus: priced(catalog.gpus),
      nics: priced(catalog.nics),
      switches: priced(catalog.switches),
      optics: priced(catalog.optics),
    },
    currencyYear,
  };
}

/** Ids of the parts among these whose price no published catalog states: the user gave it, wherever. */
export function ownPriceIds({ published }: Resolving, parts: readonly unknown[]): readonly string[] {
  const prices = publishedPrices(published);
  const own = parts.filter(isPart).filter(({ priceUsd }) => priceUsd !== null && !prices.has(priceUsd));
  return [...new Set(own.map(({ id }) => id))].sort();
}

const pricesOf = oncePer<Catalog, ReadonlySet<PriceUsd | null>>();

const publishedPrices = (catalog: Catalog): ReadonlySet<PriceUsd | null> =>
  pricesOf(catalog, '', () => new Set(PRICED.flatMap((kind) => catalog[kind].map(({ priceUsd }) => priceUsd))));

const isPart = (part: unknown): part is Priced => typeof part === 'object' && part !== null && 'priceUsd' in part;

type Stated = Section<'economics'>['prices'];

function listOf({ document, readFile, at }: Resolving, stated: Stated): PriceList {
  const nothing: PriceList = { prices: [], currencyYear: null, diagnostics: [] };
  if (stated === undefined) return nothing;
  if (typeof stated === 'string') {
    const path = document.beside(['economics', 'prices'], stated);
    const read = tryRead(readFile, path);
    if (!read.ok) return { ...nothing, diagnostics: [unreadableFile(at('economics.prices'), path, read.reason)] };
    return /\.csv$/i.test(path) ? readCsvPrices(read.bytes, path) : readYamlPrices(read.bytes, path);
  }
  const prices = Object.entries(stated).map(([id, price]) => ({
    id,
    price,
    lengthM: null,
    where: (level?: keyof PriceUsd): Where =>
      document.where(
        level === undefined ? priceKey(id) : [...priceKey(id), level],
        level === undefined ? 'key' : 'value',
      ),
  }));
  return { ...nothing, prices };
}

function isSound({ report }: Resolving, { price, where }: ListedPrice): boolean {
  if (price === null) return true;
  if (isWithoutMean(price)) {
    report(outOfRange(where('low'), 0, WITHOUT_MEAN.range, WITHOUT_MEAN.help));
    return false;
  }
  const disorder = disorderOf(price);
  if (disorder !== null) {
    report(outOfRange(where(disorder), price[disorder] ?? 0, 'at least the price of a lower level'));
    return false;
  }
  const huge = (['low', 'typical', 'high'] as const).find((level) => (price[level] ?? 0) > MOST_USD);
  if (huge === undefined) return true;
  report(outOfRange(where(huge), price[huge] ?? 0, `at most ${MOST_USD} USD`));
  return false;
}

function sourceOf({ where }: ListedPrice, year: number | null): Provenance {
  const { at, path } = where();
  const source = `own price, ${at === undefined ? path : `${at.file}:${at.line}`}`;
  return { source, confidence: 'read', ...(year === null ? {} : { date: String(year) }) };
}

type Priced = Catalog[(typeof PRICED)[number]][number];

function withPrice<T extends Priced>(entry: T, { price, lengthM }: ListedPrice, from: Provenance): T {
  const provenance = overlayProvenance(entry.provenance, {}, ['price'], from);
  const own = withTypical({ ...entry, provenance }, 'price', price);
  const priced = { ...own.entry, priceUsd: own.price };
  return 'priceUnit' in priced ? { ...priced, ...perUnit(priced, lengthM) } : priced;
}

/** What an own price of a cable or module buys: the piece that the bill counts, or a metre of fibre. */
function perUnit({ kind, priceUnit, priceUsd }: Optic, lengthM: number | null): Partial<Optic> {
  if (priceUnit !== 'metre') {
    return { priceUnit: kind === 'module' || kind === 'co-packaged' ? 'module' : 'cable', priceUsdPerM: null };
  }
  return { priceUsdPerM: null, priceUsd: lengthM === null ? priceUsd : perMetre(priceUsd, lengthM) };
}

function perMetre(price: PriceUsd | null, lengthM: number): PriceUsd | null {
  const part = (usd: number | null): number | null => (usd === null ? null : usd / lengthM);
  return price === null ? null : { low: part(price.low), typical: part(price.typical), high: part(price.high) };
}
