import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { HOURS_PER_MONTH, HOURS_PER_YEAR, MONTHS_PER_YEAR } from '../units/constants.ts';
import { combine, type Figure, known, total } from './figure.ts';
import { serverCount } from './servers.ts';

export interface Opex {
  readonly parts: {
    readonly electricity: Figure;
    readonly colocation: Figure;
    readonly maintenance: Figure;
    readonly remote_hands: Figure;
    readonly internet: Figure;
    readonly rent: Figure;
  };
  /** USD per year. */
  readonly total: Figure;
}

const wattsPerKw = 1000;

/** Electricity for one rated kW, USD per month: USD/kWh x utilisation of the rating x PUE x 730 h. */
export const powerPriceUsdPerKwMonth = (economics: EconomicsPlan): number =>
  economics.electricityUsdPerKwh * economics.powerUtilizationFraction * economics.pue * HOURS_PER_MONTH;

/** Energy the facility takes in a year, kWh: rated kW x utilisation x PUE x 8,760 h. */
export const facilityKwhPerYear = (ratedW: number, economics: EconomicsPlan): number =>
  (ratedW / wattsPerKw) * economics.powerUtilizationFraction * economics.pue * HOURS_PER_YEAR;

/**
 * Running costs, USD per year. Colocation is charged on rated kW; energy on rated kW x utilisation x PUE. Remote hands
 * and internet per server and month; maintenance as a share of capex. Rent replaces them all.
 * @param hostedW rated draw that the host bills
 */
export function opex(plan: Plan, hostedW: Figure, capexUsd: Figure): Opex {
  const { economics, cluster } = plan;
  const zero = known(0);
  if (economics.rentUsdPerGpuHour !== null) {
    const rent = known(economics.rentUsdPerGpuHour * cluster.gpus * HOURS_PER_YEAR);
    return {
      parts: { electricity: zero, colocation: zero, maintenance: zero, remote_hands: zero, internet: zero, rent },
      total: rent,
    };
  }
  const servers = serverCount(cluster);
  const perKwMonth = (usd: number): Figure =>
    usd === 0 ? zero : combine([hostedW], (watts) => (watts / wattsPerKw) * usd * MONTHS_PER_YEAR);
  const parts = {
    electricity: perKwMonth(powerPriceUsdPerKwMonth(economics)),
    colocation: perKwMonth(economics.colocationUsdPerKwMonth),
    maintenance:
      economics.maintenanceFractionPerYear === 0
        ? zero
        : combine([capexUsd], (usd) => usd * economics.maintenanceFractionPerYear),
    remote_hands: known(economics.remoteHandsUsdPerServerMonth * servers * MONTHS_PER_YEAR),
    internet: known(economics.internetUsdPerServerMonth * servers * MONTHS_PER_YEAR),
    rent: zero,
  };
  return { parts, total: total(Object.values(parts)) };
}
