import type { CostResult } from '../../result/schema.ts';
import { formatUsd } from '../../units/format.ts';
import { levelsOf } from './levels.ts';
import type { SectionOf } from './section.ts';
import { isAssumed } from './star.ts';

const words = (name: string): string => name.replaceAll('_', ' ');

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
  const { cost: c } = result;
  const star = isAssumed(result, 'cost') ? ' *' : '';
  const levels = levelsOf(result, all);
  const rows: string[][] = [];
  const add = (label: string, field: string, value: (at: CostResult) => number | null | undefined) => {
    const cells = levels.cells(`cost.${field}`, (at) => value(at.cost), formatUsd);
    if (cells !== null) rows.push([label, ...cells]);
  };
  for (const name of Object.keys(c.capex_usd) as (keyof CostResult['capex_usd'])[]) {
    add(name === 'total' ? 'capex' : `  ${words(name)}`, `capex_usd.${name}`, (at) => at.capex_usd[name]);
  }
  if (c.capex_usd.total === null) {
    const cells = levels.cells('cost.known_subtotal_usd', (at) => at.cost.known_subtotal_usd, formatUsd) ?? [];
    rows.push(['capex, known part', ...cells.slice(0, -1), 'the total is at least this']);
  }
  for (const name of Object.keys(c.opex_usd_per_year) as (keyof CostResult['opex_usd_per_year'])[]) {
    const label = name === 'total' ? 'opex per year' : `  ${words(name)}`;
    add(label, `opex_usd_per_year.${name}`, (at) => at.opex_usd_per_year[name]);
  }
  for (const [label, field] of unitCosts) add(label, field, (at) => at[field]);
  const own = c.own_prices ?? [];
  const { range } = result;
  return {
    list: true,
    title: range === undefined ? `cost (${c.price_level} prices)${star}` : `cost${star}`,
    head: levels.head('USD'),
    align: levels.align,
    rows,
    notes: [
      ...(own.length === 0 ? [] : [`own prices: ${own.join(', ')}`]),
      ...(range === undefined ? [] : [`from low to high: ${range.varied.join(', ')}`]),
    ],
  };
};
