import { breakdownFields, type CostResult } from '../../result/schema.ts';
import { formatUsd } from '../../units/format.ts';
import { levelsOf } from './levels.ts';
import type { SectionOf } from './section.ts';
import { partNames } from './step.ts';

const worth = [
  ['worth of a perfect network', 'perfect_network_usd_per_year'],
  ['  may cost more per GPU, once', 'break_even_usd_per_gpu'],
  ['worth of twice the rate', 'double_rate_usd_per_year'],
  ['  may cost more per NIC, once', 'double_rate_break_even_usd_per_nic'],
  ['worth of a flat fabric', 'flat_fabric_usd_per_year'],
  ['  may cost more per GPU, once', 'flat_fabric_break_even_usd_per_gpu'],
  ['worth of one more Gb/s per GPU', 'usd_per_gbit_per_s_year'],
] as const satisfies readonly (readonly [string, keyof NonNullable<CostResult['network_value']>])[];

/** What the breakdown calls the part of the step. */
function lostTo(cause: string): string {
  const part = breakdownFields.find((name) => name === `${cause}_s`);
  return part === undefined ? cause.replaceAll('_', ' ') : partNames[part];
}

/**
 * What lost time costs in a year, by cause, and what a better network would be worth. Without a cost per GPU-hour there
 * is nothing to say that the costs above do not.
 */
export const networkValue: SectionOf = (result, { all }) => {
  const { lost_usd_per_year: lost, network_value: value, tco_usd_per_gpu_hour: hourly } = result.cost;
  if ((lost === undefined && value === undefined) || (hourly === null && !all)) return null;
  const levels = levelsOf(result, all);
  const rows: (readonly string[])[] = [];
  const add = (label: string, field: string, usd: (at: CostResult) => number | null | undefined) => {
    const row = levels.row(label, `cost.${field}`, ({ cost }) => usd(cost), formatUsd);
    if (row !== null) rows.push(row);
  };
  const causes = Object.entries(lost ?? {}).sort(([a, x], [b, y]) => (y ?? 0) - (x ?? 0) || (a < b ? -1 : 1));
  for (const [cause] of causes) {
    add(lostTo(cause), `lost_usd_per_year.${cause}`, (at) => at.lost_usd_per_year?.[cause]);
  }
  if (value !== undefined) {
    for (const [label, field] of worth) add(label, `network_value.${field}`, (at) => at.network_value?.[field]);
    add('cost of one microsecond more a message', 'usd_per_microsecond_year', (at) => at.usd_per_microsecond_year);
  }
  if (rows.length === 0) return null;
  return {
    list: true,
    title: 'lost time and the network, per year',
    head: levels.head('USD'),
    align: levels.align,
    rows,
    notes: [],
  };
};
