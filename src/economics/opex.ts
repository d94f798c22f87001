import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { HOURS_PER_YEAR, MONTHS_PER_YEAR } from '../units/constants.ts';
import { combine, type Figure, known, total } from './figure.ts';
import type { Hosting } from './hosting.ts';

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

/** Energy the facility takes in a year, kWh: rated kW x utilisation x PUE x 8,760 h. */
export const facilityKwhPerYear = ({ ratedW, utilization }: Hosting, { pue }: EconomicsPlan): Figure =>
  combine([ratedW, utilization], (watts, used) => (watts / wattsPerKw) * used * pue * HOURS_PER_YEAR);

/**
 * Running costs, USD per year. Colocation is charged on rated kW; energy on rated kW x utilisation x PUE. Remote hands
 * and internet per server and month; maintenance as a share of capex. Rent replaces them all.
 */
export function opex(plan: Plan, hosted: Hosting, capexUsd: Figure): Opex {
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
  const unlessFree = (usd: number, cost: Figure): Figure => (usd === 0 ? zero : cost);
  const parts = {
    electricity: unlessFree(
      economics.electricityUsdPerKwh,
      combine([facilityKwhPerYear(hosted, economics)], (kwh) => kwh * economics.electricityUsdPerKwh),
    ),
    colocation: unlessFree(
      economics.colocationUsdPerKwMonth,
      combine([hosted.ratedW], (watts) => (watts / wattsPerKw) * economics.colocationUsdPerKwMonth * MONTHS_PER_YEAR),
    ),
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
