import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { constant, type RangedTerm } from './constants.ts';
import type { PriceLevel } from './price.ts';

export interface PriceRange {
  /** Spec keys that differ between the plans. */
  readonly varied: readonly string[];
  readonly plans: Readonly<Record<PriceLevel, Plan>>;
}

/** Prices of a facility, and the ratio that scales them: a range of practice where the spec states none. */
const facilityTerms = [
  ['electricity_usd_per_kwh', 'electricityUsdPerKwh'],
  ['colocation_usd_per_kw_month', 'colocationUsdPerKwMonth'],
  ['pue', 'pue'],
] as const satisfies readonly (readonly [RangedTerm, keyof EconomicsPlan])[];

/**
 * The plan at low, typical and high prices. Bought parts take the low, typical and high end of their prices; electricity,
 * colocation and PUE, where the spec leaves them open, the ends of their range of practice (widened to hold the default).
 * What the user stated stays as stated.
 */
export function priceRange(plan: Plan): PriceRange {
  const open = facilityTerms.filter(([key]) => plan.assumptions.some(({ path }) => path === `economics.${key}`));
  const at = (priceLevel: PriceLevel): Plan => {
    const changed = open.map(([key, term]): [string, number] => {
      const own = plan.economics[term];
      if (priceLevel === 'typical') return [term, own];
      const end = constant(plan, `range_${key}_${priceLevel}`).value ?? own;
      return [term, priceLevel === 'low' ? Math.min(end, own) : Math.max(end, own)];
    });
    return { ...plan, economics: { ...plan.economics, priceLevel, ...Object.fromEntries(changed) } };
  };
  return {
    varied: ['economics.price_level', ...open.map(([key]) => `economics.${key}`)],
    plans: { low: at('low'), typical: at('typical'), high: at('high') },
  };
}
