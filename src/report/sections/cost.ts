import type { Result } from '../../result/schema.ts';
import { formatUsd } from '../../units/format.ts';
import { known, reason, type SectionOf } from './section.ts';
import { isAssumed } from './star.ts';

const words = (name: string): string => name.replaceAll('_', ' ');

/** Capex, opex and what a unit of work costs; an unknown price says why. */
export const cost: SectionOf = (result, { all }) => {
  const { cost: c } = result;
  const star = isAssumed(result, 'cost') ? ' *' : '';
  const rows: string[][] = [];
  const add = (label: string, field: string, value: number | null) => {
    const why = reason(result, `cost.${field}`);
    if (all || (value === null ? why !== '' : value > 0))
      rows.push([label, known(value, formatUsd), value === null ? why : '']);
  };
  for (const [name, value] of Object.entries(c.capex_usd)) {
    add(name === 'total' ? 'capex' : `  ${words(name)}`, `capex_usd.${name}`, value);
  }
  if (c.capex_usd.total === null)
    rows.push(['capex, known part', formatUsd(c.known_subtotal_usd), 'the total is at least this']);
  for (const [name, value] of Object.entries(c.opex_usd_per_year)) {
    add(name === 'total' ? 'opex per year' : `  ${words(name)}`, `opex_usd_per_year.${name}`, value);
  }
  const unitCosts: readonly [string, keyof Result['cost']][] = [
    ['capital per month', 'capital_usd_per_month'],
    ['per GPU-hour', 'tco_usd_per_gpu_hour'],
    ['per step', 'usd_per_step'],
    ['per million tokens', 'usd_per_million_tokens'],
    ['whole run', 'run_usd'],
    ['idle GPUs, per hour', 'idle_usd_per_hour'],
    ['  of it, for the network', 'network_idle_usd_per_hour'],
    ['one microsecond a step, per year', 'usd_per_microsecond_year'],
  ];
  for (const [label, field] of unitCosts) add(label, field, c[field] as number | null);
  return {
    list: true,
    title: `cost (${c.price_level} prices)${star}`,
    head: ['', 'USD', ''],
    align: 'lrl',
    rows,
    notes: [],
  };
};
