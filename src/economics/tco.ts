import type { Plan } from '../spec/plan.ts';
import { HOURS_PER_MONTH, MONTHS_PER_YEAR } from '../units/constants.ts';
import type { Capex } from './capex.ts';
import { combine, type Figure } from './figure.ts';
import { capitalUsdPerMonth } from './financing.ts';
import type { Opex } from './opex.ts';

export interface Tco {
  readonly capitalUsdPerMonth: Figure;
  /** Capital and running costs of the whole cluster. */
  readonly usdPerHour: Figure;
  /** (capital + opex per month) / (GPUs x 730 h): an owned GPU-hour, used or not. */
  readonly usdPerGpuHour: Figure;
}

export function tco(plan: Plan, capex: Capex, opex: Opex): Tco {
  const capital = combine([capex.total], (usd) => capitalUsdPerMonth(usd, plan.economics));
  const usdPerHour = combine(
    [capital, opex.total],
    (perMonth, perYear) => (perMonth + perYear / MONTHS_PER_YEAR) / HOURS_PER_MONTH,
  );
  return {
    capitalUsdPerMonth: capital,
    usdPerHour,
    usdPerGpuHour: combine([usdPerHour], (usd) => usd / plan.cluster.gpus),
  };
}
