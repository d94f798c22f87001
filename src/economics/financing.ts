import type { EconomicsPlan } from '../spec/plan.ts';
import { MONTHS_PER_YEAR } from '../units/constants.ts';

/**
 * Cost of capital per month, USD: the level payment that repays `capexUsd`.
 * `annuity`: ordinary annuity, end-of-month payments at WACC / 12; `straight-line`: capex / months, no interest. An
 * annuity at WACC 0 is the straight line.
 */
export function capitalUsdPerMonth(
  capexUsd: number,
  terms: Pick<EconomicsPlan, 'amortizationYears' | 'financing' | 'waccFraction'>,
): number {
  const months = MONTHS_PER_YEAR * terms.amortizationYears;
  const rate = terms.waccFraction / MONTHS_PER_YEAR;
  if (terms.financing === 'straight-line' || rate === 0) return capexUsd / months;
  // expm1 and log1p keep the digits that 1 - (1 + rate)^-months loses when the rate is tiny.
  return (capexUsd * rate) / -Math.expm1(-months * Math.log1p(rate));
}
