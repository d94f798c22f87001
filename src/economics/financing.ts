import type { EconomicsPlan } from '../spec/plan.ts';
import { monthsPerYear } from './time.ts';

/**
 * Cost of capital per month, USD: the level payment that repays `capexUsd`.
 * `annuity`: ordinary annuity, end-of-month payments at WACC / 12; `straight-line`: capex / months, no interest. An
 * annuity at WACC 0 is the straight line.
 */
export function capitalUsdPerMonth(
  capexUsd: number,
  terms: Pick<EconomicsPlan, 'amortizationYears' | 'financing' | 'waccFraction'>,
): number {
  const months = monthsPerYear * terms.amortizationYears;
  const rate = terms.waccFraction / monthsPerYear;
  if (terms.financing === 'straight-line' || rate === 0) return capexUsd / months;
  // expm1 and log1p keep the digits that 1 - (1 + rate)^-months loses when the rate is tiny.
  return (capexUsd * rate) / -Math.expm1(-months * Math.log1p(rate));
}
