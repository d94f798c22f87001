import { formatBytes, formatPercent } from '../../units/format.ts';
import { known, type SectionOf } from './section.ts';

/** What one step puts on each part of the network, and which dimension of parallelism sends it. */
export const traffic: SectionOf = (result) => {
  if (result.traffic === undefined) return null;
  const { tiers, by_dimension: dimensions, binding_tier: binding } = result.traffic;
  const senders = dimensions
    .filter((one) => one.scale_out_bytes > 0)
    .map((one) => `${one.dimension} ${formatBytes(one.scale_out_bytes)}`);
  return {
    title: 'traffic of one step, all GPUs',
    head: ['part', 'bytes', 'mean load', ''],
    align: 'lrrl',
    rows: tiers.map((tier) => [
      tier.name,
      formatBytes(tier.bytes_per_step),
      known(tier.utilization_fraction, formatPercent),
      tier.name === binding ? 'the busiest' : '',
    ]),
    notes: senders.length === 0 ? [] : [`through the NICs: ${senders.join(', ')}`],
  };
};
