import { describe, expect, it } from 'vitest';
import { economics } from '../../src/economics/economics.ts';
import { dgxH100, fabricOf, planOf, training } from './fixture.ts';

/** Published total cost of an H200 InfiniBand server (SemiAnalysis, as restated by a third party), per 8-GPU server. */
const plan = planOf({
  nodes: 1,
  cluster: { server: { ...dgxH100, ratedPowerW: 10930, ratedPowerCoversNetwork: true } },
  economics: {
    serverUsd: { low: null, typical: 258001, high: null },
    networkUsdPerServer: 76155,
    storageUsdPerServer: 11732,
    serviceUsdPerServer: 8000,
    installationUsdPerServer: 4500,
    softwareUsdPerServer: 2867,
    waccFraction: 0.1025,
    amortizationYears: 6,
    electricityUsdPerKwh: 0.087,
    powerUtilizationFraction: 0.8,
    pue: 1.35,
    colocationUsdPerKwMonth: 150,
    remoteHandsUsdPerServerMonth: 131,
    internetUsdPerServerMonth: 39,
  },
});
const { cost, power, reasons } = economics(
  plan,
  fabricOf([{ name: 'leaf', switches: 1, down: 8, up: 0 }], 8),
  training,
);
const opex = cost.opex_usd_per_year;

describe('the published H200 total cost', () => {
  it.each([
    ['capex', cost.capex_usd.total, 361255],
    ['network share', cost.network_capex_fraction, 0.210807],
    ['capital per month', cost.capital_usd_per_month, 6738.184701],
    ['hosting per month', ((opex.electricity ?? 0) + (opex.colocation ?? 0)) / 12, 2389.197444],
    ['opex per month', (opex.total ?? 0) / 12, 2559.197444],
    ['opex per GPU-hour', (opex.total ?? 0) / 12 / (8 * 730), 0.438219],
    ['total per GPU-hour', cost.tco_usd_per_gpu_hour, 1.592017],
    ['power price per kW-month', (opex.electricity ?? 0) / 12 / 10.93, 68.5908],
    ['facility kWh per year', power.facility_kwh_per_year, 103406.544],
    ['t CO2 per year', (power.carbon_kg_per_year ?? Number.NaN) / 1000, 38.208718],
  ])('%s to the digits of the formula', (_name, found, exact) => {
    expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThanOrEqual(1e-5);
  });

  it('matches the printed hosting to the rounding of its kW', () => {
    expect(Math.abs(((opex.electricity ?? 0) + (opex.colocation ?? 0)) / 12 / 2388.27 - 1)).toBeLessThan(0.0005);
  });

  it('takes the network as one sum and says nothing is unknown about it', () => {
    expect(cost.capex_usd).toMatchObject({ network: 76155, nics: 0, switches: 0, transceivers: 0, cables: 0 });
    expect(Object.keys(reasons).filter((path) => path.startsWith('cost.capex_usd'))).toEqual([]);
  });
});
