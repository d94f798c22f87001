import { provenanceOf } from '../catalog/provenance.ts';
import type { PriceUsd, Provenance } from '../catalog/types.ts';
import type { EconomicsPlan } from '../spec/plan.ts';

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
export const paidElsewhere: PriceUsd = { low: 0, typical: 0, high: 0 };

/** Where an entry's price comes from, for the note of its line. */
export function priceSource({ provenance }: { readonly provenance: Readonly<Record<string, Provenance>> }): string {
  const found = ['price.typical', 'price.low', 'price.high']
    .map((path) => provenanceOf(provenance, path))
    .find(Boolean);
  if (!found) return 'no price published';
  return `price: ${found.source} (${[found.confidence, found.date].filter(Boolean).join(', ')})`;
}
