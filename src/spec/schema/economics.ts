import * as z from 'zod';
import { priceSchema } from '../../catalog/common.ts';
import { quantity } from '../../catalog/quantity.ts';
import { count, nonNegative, share, text } from './fields.ts';

/** Prices by catalog id. */
export const priceMapSchema = z.record(z.string(), priceSchema);

const usdPerServer = (what: string) => quantity('money', `${what}, USD a server`, { range: 'non-negative' }).optional();

export const economicsSchema = z
  .strictObject({
    currency_year: count('Year of the dollars that the prices are in; a label, nothing is converted', {
      min: 1990,
      max: 2100,
    }).optional(),
    prices: z
      .union([text('Price list, a YAML or CSV file', ['./prices.csv']), priceMapSchema])
      .register(z.globalRegistry, {
        description:
          'Own prices by catalog id, each one amount or { low, typical, high }, or a YAML or CSV file of them; instead of the catalog prices',
        examples: [{ qm9700: { low: 30_000, typical: 35_000, high: 45_000 } }],
      })
      .optional(),
    price_level: z
      .enum(['low', 'typical', 'high'])
      .register(z.globalRegistry, { description: 'Which end of the price ranges to use. Default: typical' })
      .optional(),
    discount_fraction: share('Taken off every hardware price. Default: 0').optional(),
    amortization_years: z
      .number()
      .min(0.01)
      .max(100)
      .register(z.globalRegistry, { description: 'Years over which the capital is paid back. Default: 5' })
      .optional(),
    financing: z
      .enum(['straight-line', 'annuity'])
      .register(z.globalRegistry, {
        description:
          'annuity: equal months with interest, paid at month end; straight-line: no interest. Default: annuity',
      })
      .optional(),
    wacc_fraction: share('Interest a year: weighted average cost of capital. Default: 0.1025').optional(),
    server_usd: priceSchema
      .optional()
      .register(z.globalRegistry, { description: 'Price of one server with its GPUs, instead of the catalog price' }),
    installation_usd_per_server: usdPerServer('Installation. Default: 0'),
    service_usd_per_server: usdPerServer('Service contract. Default: 0'),
    software_usd_per_server: usdPerServer('Software licences. Default: 0'),
    storage_usd_per_server: usdPerServer('Storage system. Default: 0'),
    management_usd_per_server: usdPerServer(
      'Management and fabric-manager servers and the out-of-band network. Default: 0',
    ),
    network_usd_per_server: usdPerServer('The whole network, instead of the bill of materials'),
    electricity_usd_per_kwh: quantity('usd-per-kwh', 'Price of electricity', { range: 'non-negative' }).optional(),
    pue: z
      .number()
      .min(1)
      .max(10)
      .register(z.globalRegistry, { description: 'Power usage effectiveness: facility energy over IT energy' })
      .optional(),
    colocation_usd_per_kw_month: quantity('usd-per-kw-month', 'Rent of the space by rated power', {
      range: 'non-negative',
    }).optional(),
    remote_hands_usd_per_server_month: nonNegative('Remote hands, USD a server and month').optional(),
    internet_usd_per_server_month: nonNegative('Internet, USD a server and month').optional(),
    maintenance_fraction_per_year: share('Maintenance as a share of capex a year. Default: 0').optional(),
    utilization_fraction: share(
      'Share of the hours in which the cluster does paid work. Default: 1',
      'positive-share',
    ).optional(),
    rent_usd_per_gpu_hour: quantity('usd-per-hour', 'Rent of a GPU, instead of buying', {
      range: 'non-negative',
    }).optional(),
    power_utilization_fraction: share(
      'Billed energy as a share of rated power; default: what the job draws',
    ).optional(),
  })
  .register(z.globalRegistry, { description: 'Money. Prices come from the catalog; everything here has a default' });
