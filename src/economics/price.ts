import { provenanceOf } from '../catalog/provenance.ts';
import type { PriceUsd, Provenance } from '../catalog/types.ts';
import type { EconomicsPlan } from '../spec/plan.ts';
import type { AssumedPrice } from './types.ts';

export type PriceLevel = EconomicsPlan['priceLevel'];

/**
 * The price at a level, USD. A published range without a typical value gives its geometric mean; a single published
 * number serves at every level. null when nothing is published.
 */
export function priceAt(price: PriceUsd | null, level: PriceLevel): number | null {
  if (price === null) return null;
  const { low, typical, high } = price;
  const middle = typical ?? (low !== null && high !== null ? Math.sqrt(low * high) : (low ?? high));
  if (level === 'low') return low ?? middle;
  if (level === 'high') return high ?? middle;
  return middle;
}

/** Applies one function to the published numbers of a price. */
export const mapPrice = (price: PriceUsd | null, change: (usd: number) => number): PriceUsd | null =>
  price === null
    ? null
    : {
        low: price.low === null ? null : change(price.low),
        typical: price.typical === null ? null : change(price.typical),
        high: price.high === null ? null : change(price.high),
      };

/** The price of something that another line already pays for. */
export const noPrice: PriceUsd = { low: 0, typical: 0, high: 0 };

interface Priced {
  readonly id: string;
  readonly priceUsd: PriceUsd | null;
  readonly provenance: Readonly<Record<string, Provenance>>;
}

/** Levels in the order in which their source speaks for the price. */
const levels = ['typical', 'low', 'high'] as const;

function provenanceOfPrice({ priceUsd, provenance }: Priced): Provenance | null {
  const level = levels.find((candidate) => priceUsd?.[candidate] != null);
  return level === undefined ? null : provenanceOf(provenance, `price.${level}`);
}

/** The prices that a line takes for want of one in the spec: published, or the middle of a range that the spec states. */
export function assumedPrices(
  entries: readonly Priced[],
  { ownPrices = [] }: EconomicsPlan,
  how: Pick<AssumedPrice, 'unit' | 'lengthM'> = { unit: 'USD' },
): { readonly assumedPrices?: readonly AssumedPrice[] } {
  const found = entries.flatMap((entry): AssumedPrice[] => {
    const from = provenanceOfPrice(entry);
    const { id, priceUsd: price } = entry;
    const stated = ownPrices.includes(id) && from?.confidence !== 'derived';
    return price === null || from === null || stated ? [] : [{ id, price, from, ...how }];
  });
  return found.length === 0 ? {} : { assumedPrices: found };
}

/** Where an entry's price comes from, for the note of its line. */
export function priceSource(entry: Priced): string {
  const found = provenanceOfPrice(entry);
  if (found === null) return 'no price published';
  return `price: ${found.source} (${[found.confidence, found.date].filter(Boolean).join(', ')})`;
}
