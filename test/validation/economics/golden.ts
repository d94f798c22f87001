import type { Item } from './item.ts';
import { anyJob, resultOf } from './plan.ts';

const GPUS = 8;
const MONTHS = 12;
const HOURS_PER_MONTH = 730;

const economics = {
  server_usd: 258_001,
  network_usd_per_server: 76_155,
  storage_usd_per_server: 11_732,
  service_usd_per_server: 8_000,
  installation_usd_per_server: 4_500,
  software_usd_per_server: 2_867,
  wacc_fraction: 0.1025,
  amortization_years: 6,
  electricity_usd_per_kwh: 0.087,
  power_utilization_fraction: 0.8,
  pue: 1.35,
  colocation_usd_per_kw_month: 150,
  remote_hands_usd_per_server_month: 131,
  internet_usd_per_server_month: 39,
};

const spec = {
  gpus: { type: 'h200-sxm', count: GPUS, server: 'hgx-h200' },
  nics: { type: 'cx7-400' },
  topology: { kind: 'single-switch' },
  workload: anyJob(GPUS),
  economics,
  power: { grid: 'USA' },
};

/** The published total cost of an H200 server with its share of an InfiniBand network, at every step of the sum. */
export function goldenCost(): readonly Item[] {
  const { cost, power } = resultOf(spec);
  const opex = cost.opex_usd_per_year;
  const month = (...parts: readonly (number | null)[]): number =>
    parts.reduce<number>((sum, part) => sum + (part ?? Number.NaN), 0) / MONTHS;
  const perGpuHour = (usdPerMonth: number): number => usdPerMonth / (GPUS * HOURS_PER_MONTH);
  const capital = cost.capital_usd_per_month ?? Number.NaN;
  const ratedKw = (cost.hosted_w ?? Number.NaN) / 1000;
  const powerPrice = month(opex.electricity) / ratedKw;
  const exact = 'formula on the printed inputs (fabric reference, 10.2)';
  const printed = 'as printed by SemiAnalysis, restated by a third party';
  const item = (figure: string, expected: number, found: number | null, tolerance: number, note: string): Item => ({
    subject: 'golden TCO, H200 server',
    figure,
    expected,
    found,
    tolerance,
    note,
  });
  return [
    item('capex, USD', 361_255, cost.capex_usd.total, 0, printed),
    item('network share of capex', 0.210807, cost.network_capex_fraction, 1e-3, exact),
    item('capital, USD/month', 6_738.184701, capital, 1e-3, exact),
    item('capital, USD/GPU-hour', 1.153799, perGpuHour(capital), 1e-3, exact),
    item('power price, USD/kW-month', 68.5908, powerPrice, 1e-3, exact),
    item(
      'colocation and power, USD/kW-month',
      218.5908,
      powerPrice + economics.colocation_usd_per_kw_month,
      1e-3,
      exact,
    ),
    item('hosting, USD/month', 2_389.197444, month(opex.electricity, opex.colocation), 1e-3, exact),
    item(
      'hosting, USD/month',
      2_388.27,
      month(opex.electricity, opex.colocation),
      5e-4,
      `${printed}; its kW is rounded`,
    ),
    item('opex, USD/month', 2_559.197444, month(opex.total), 1e-3, exact),
    item('opex, USD/GPU-hour', 0.438219, perGpuHour(month(opex.total)), 1e-3, exact),
    item('total, USD/GPU-hour', 1.592017, cost.tco_usd_per_gpu_hour, 1e-3, exact),
    item('total, USD/GPU-hour', 1.59, cost.tco_usd_per_gpu_hour, 2e-3, printed),
    item('facility energy, kWh/year', 103_406.544, power.facility_kwh_per_year ?? null, 1e-3, exact),
    item('carbon, kg/year, grid USA', 38_208.718, power.carbon_kg_per_year ?? null, 1e-3, exact),
  ];
}
