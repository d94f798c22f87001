import { withTypical } from '../../catalog/common.ts';
import type { Nic, PriceUsd } from '../../catalog/types.ts';
import type { EconomicsPlan, ResolvedConstant } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { judged, operatingValue } from './defaults.ts';
import { checkMoney } from './plausible.ts';
import type { Resolving } from './resolving.ts';

type EconomicsSpec = Section<'economics'>;
type Key = keyof EconomicsSpec;

/** Spec values over the operating figures of the catalog. Where nobody published one, a line is zero and says so. */
export function resolveEconomics(
  resolving: Resolving,
  stated: EconomicsSpec,
  goodput: { readonly stated: number | undefined; readonly constant: ResolvedConstant },
  prices: { readonly currencyYear: number | null; readonly own: readonly string[] },
): EconomicsPlan {
  const { catalog, ledger } = resolving;
  for (const key of Object.keys(stated)) checkMoney(resolving, `economics.${key}`);
  const published = (key: Key, unit: string, id: string, name?: string): number => {
    const given = stated[key];
    if (typeof given === 'number') return given;
    const { value, from } = operatingValue(catalog, id, name);
    return ledger.assume(`economics.${key}`, value, unit, from);
  };
  const judgedNumber = (key: Key, value: number, unit: string, reason: string): number => {
    const given = stated[key];
    return typeof given === 'number' ? given : ledger.assume(`economics.${key}`, value, unit, judged(reason));
  };
  const notCounted = (key: Key): number => judgedNumber(key, 0, 'USD', 'not counted unless stated');
  return {
    priceLevel:
      stated.price_level ?? ledger.assume('economics.price_level', 'typical', null, judged('the middle of the range')),
    discountFraction: judgedNumber('discount_fraction', 0, 'fraction', 'list prices'),
    amortizationYears: published('amortization_years', 'years', 'amortisation_years', 'gpu_default'),
    financing:
      stated.financing ?? ledger.assume('economics.financing', 'annuity', null, judged('capital costs interest')),
    waccFraction: published('wacc_fraction', 'fraction a year', 'wacc'),
    installationUsdPerServer: notCounted('installation_usd_per_server'),
    serviceUsdPerServer: notCounted('service_usd_per_server'),
    softwareUsdPerServer: notCounted('software_usd_per_server'),
    storageUsdPerServer: notCounted('storage_usd_per_server'),
    managementUsdPerServer: notCounted('management_usd_per_server'),
    networkUsdPerServer: stated.network_usd_per_server ?? null,
    serverUsd: serverPrice(resolving, stated.server_usd ?? null),
    electricityUsdPerKwh: published('electricity_usd_per_kwh', 'USD/kWh', 'electricity_price'),
    pue: published('pue', 'ratio', 'pue'),
    colocationUsdPerKwMonth: published('colocation_usd_per_kw_month', 'USD/kW/month', 'colocation_price'),
    remoteHandsUsdPerServerMonth: published('remote_hands_usd_per_server_month', 'USD/month', 'remote_hands'),
    internetUsdPerServerMonth: published('internet_usd_per_server_month', 'USD/month', 'internet'),
    maintenanceFractionPerYear: judgedNumber(
      'maintenance_fraction_per_year',
      0,
      'fraction a year',
      'not counted unless stated; 2 to 5 % of capex is practice',
    ),
    utilizationFraction: judgedNumber('utilization_fraction', 1, 'fraction', 'every hour is paid work'),
    rentUsdPerGpuHour: stated.rent_usd_per_gpu_hour ?? null,
    powerUtilizationFraction: stated.power_utilization_fraction ?? null,
    goodputFraction:
      goodput.stated ??
      ledger.assume('reliability.goodput_fraction', goodput.constant.value, 'fraction', goodput.constant),
    ...(prices.currencyYear === null ? {} : { currencyYear: prices.currencyYear }),
    ...(prices.own.length === 0 ? {} : { ownPrices: prices.own }),
  };
}

/** A range without its middle takes the geometric mean of its ends, or the one end that is stated. */
function serverPrice({ ledger }: Resolving, stated: PriceUsd | null): PriceUsd | null {
  if (stated === null) return null;
  const { entry, price } = withTypical<Pick<Nic, 'provenance'>>({ provenance: {} }, 'price', stated);
  const from = entry.provenance['price.typical'];
  if (price !== null && price.typical !== null && from !== undefined)
    ledger.assume('economics.server_usd.typical', price.typical, 'USD', from);
  return price;
}
