import { formatUsd } from '../../units/format.ts';
import { known, reason, type SectionOf } from './section.ts';

/** What lost time costs in a year, by cause, and what a better network would be worth. */
export const networkValue: SectionOf = (result, { all }) => {
  const { lost_usd_per_year: lost, network_value: value } = result.cost;
  if (lost === undefined && value === undefined) return null;
  const rows: string[][] = [];
  const add = (label: string, field: string, usd: number | null) => {
    const why = reason(result, `cost.${field}`);
    if (all || (usd === null ? why !== '' : usd > 0))
      rows.push([label, known(usd, formatUsd), usd === null ? why : '']);
  };
  const causes = Object.entries(lost ?? {}).sort(([a, x], [b, y]) => (y ?? 0) - (x ?? 0) || (a < b ? -1 : 1));
  for (const [cause, usd] of causes) add(cause.replaceAll('_', ' '), `lost_usd_per_year.${cause}`, usd);
  if (value !== undefined) {
    add('worth of a perfect network', 'network_value.perfect_network_usd_per_year', value.perfect_network_usd_per_year);
    add('  may cost more per GPU, once', 'network_value.break_even_usd_per_gpu', value.break_even_usd_per_gpu);
    add('one more Gb/s per NIC', 'network_value.usd_per_gbit_per_s_year', value.usd_per_gbit_per_s_year);
  }
  if (rows.length === 0) return null;
  return {
    list: true,
    title: 'lost time and the network, per year',
    head: ['', 'USD', ''],
    align: 'lrl',
    rows,
    notes: [],
  };
};
