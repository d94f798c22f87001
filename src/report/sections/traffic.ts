import type { Result } from '../../result/schema.ts';
import { formatBytes, formatPercent, formatTime } from '../../units/format.ts';
import { known, type SectionOf } from './section.ts';

type Tier = NonNullable<Result['traffic']>['tiers'][number];

/** Share of each dimension in what crosses a tier, the largest first. */
function sources({ bytes_per_step: all, by_dimension: dimensions }: Tier): string {
  return dimensions
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ dimension, bytes }) => `${dimension} ${formatPercent(bytes / all)}`)
    .join(', ');
}

/** What one step puts on each part of the network, and which dimension of parallelism sends it. */
export const traffic: SectionOf = (result) => {
  if (result.traffic === undefined) return null;
  const {
    tiers,
    binding_tier: binding,
    east_west_bytes: eastWest,
    north_south_bytes: northSouth,
    checkpoint,
  } = result.traffic;
  return {
    title: 'traffic of one step, all GPUs',
    head: ['links', 'bytes', 'load', 'while active', 'from', ''],
    align: 'lrrrll',
    rows: tiers.map((tier) => [
      tier.name,
      formatBytes(tier.bytes_per_step),
      known(tier.utilization_fraction, formatPercent),
      known(tier.active_utilization_fraction, formatPercent),
      sources(tier),
      tier.name === binding ? 'binds' : '',
    ]),
    notes: [
      `east-west ${formatBytes(eastWest)}, north-south ${formatBytes(northSouth)}`,
      ...(checkpoint === undefined
        ? []
        : [
            `a checkpoint of ${formatBytes(checkpoint.size_bytes)} every ${formatTime(checkpoint.interval_s)} takes ` +
              `${formatTime(checkpoint.write_s)}: ${formatPercent(checkpoint.stall_fraction)} of the time if training waits for it`,
          ]),
    ],
  };
};
