import type { CostResult } from '../../result/schema.ts';
import { formatUsd } from '../../units/format.ts';
import { levelsOf } from './levels.ts';
import type { SectionOf } from './section.ts';

const words = (name: string): string => name.replaceAll('_', ' ');

/** Parts of the part that stands above them. */
const ofNetwork: ReadonlySet<string> = new Set(['nics', 'switches', 'transceivers', 'cables']);

const unitCosts = [
  ['capital per month', 'capital_usd_per_month'],
  ['per GPU-hour', 'tco_usd_per_gpu_hour'],
  ['per step', 'usd_per_step'],
  ['per million tokens', 'usd_per_million_tokens'],
  ['whole run', 'run_usd'],
  ['idle GPUs, per hour', 'idle_usd_per_hour'],
  ['  of it, for the network', 'network_idle_usd_per_hour'],
] as const satisfies readonly (readonly [string, keyof CostResult])[];

/** Capex, opex and what a unit of work costs; an unknown price says why. */
export const cost: SectionOf = (result, { all }) => {
  const { cost: c, range } = result;
  const levels = levelsOf(result, all);
  const rows: (readonly string[])[] = [];
  const add = (label: string, field: string, value: (at: CostResult) => number | null | undefined) => {
    const row = levels.row(label, `cost.${field}`, (at) => value(at.cost), formatUsd);
    if (row !== null) rows.push(row);
  };
  for (const name of Object.keys(c.capex_usd) as (keyof CostResult['capex_usd'])[]) {
    if (name === 'network') continue;
    if (name === 'nics') add('  network', 'network_capex_usd', (at) => at.network_capex_usd);
    const label = name === 'total' ? 'capex' : `${ofNetwork.has(name) ? '    ' : '  '}${words(name)}`;
    add(label, `capex_usd.${name}`, (at) => at.capex_usd[name]);
  }
  if (c.capex_usd.total === null) add('capex, known part', 'known_subtotal_usd', (at) => at.known_subtotal_usd);
  for (const name of Object.keys(c.opex_usd_per_year) as (keyof CostResult['opex_usd_per_year'])[]) {
    const label = name === 'total' ? 'opex per year' : `  ${words(name)}`;
    add(label, `opex_usd_per_year.${name}`, (at) => at.opex_usd_per_year[name]);
  }
  for (const [label, field] of unitCosts) add(label, field, (at) => at[field]);
  const own = c.own_prices ?? [];
  const level = range === undefined ? ` (${c.price_level} prices)` : '';
  return {
    list: true,
    title: (c.opex_usd_per_year.rent ?? 0) > 0 ? 'cost (rented)' : `cost${level}`,
    head: levels.head('USD'),
    align: levels.align,
    rows,
    notes: [
      ...(own.length === 0 ? [] : [`own prices: ${own.join(', ')}`]),
      ...(range === undefined ? [] : [`from low to high: ${range.varied.join(', ')}`]),
    ],
  };
};
