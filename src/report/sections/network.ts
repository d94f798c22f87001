import type { FabricResult } from '../../result/schema.ts';
import { formatBytesPerS, formatCount, formatNumber, formatTime } from '../../units/format.ts';
import { known, reason, type Section, type SectionOf } from './section.ts';

/** The fabric of the cluster. */
export const network: SectionOf = (result) =>
  fabricSection(result.fabric, reason(result, 'fabric.bisection_bytes_per_s'));

const some = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** The tiers and totals of a fabric. */
export function fabricSection(fabric: FabricResult, bisectionReason = ''): Section {
  const rows = fabric.tiers.map((tier) => [
    tier.name,
    formatCount(tier.switches),
    formatCount(tier.down_links),
    formatCount(tier.up_links),
    tier.oversubscription === null ? '' : `${formatNumber(tier.oversubscription)}:1`,
    formatBytesPerS(tier.link_bytes_per_s),
  ]);
  const { min, max } = fabric.latency_s;
  const why = bisectionReason === '' ? '' : ` (${bisectionReason})`;
  return {
    title: `network (${fabric.kind})`,
    head: ['tier', 'switches', 'down links', 'up links', 'down:up', 'link'],
    align: 'lrrrrr',
    rows,
    notes: [
      [
        some(fabric.switches, 'switch', 'switches'),
        some(fabric.access_links, 'access link'),
        some(fabric.inter_switch_links, 'inter-switch link'),
        some(fabric.transceivers, 'transceiver'),
      ].join(', '),
      `bisection ${known(fabric.bisection_bytes_per_s, formatBytesPerS)}${why}, ` +
        `at most ${some(fabric.max_hops, 'hop')}, latency ${formatTime(min)} to ${formatTime(max)}`,
    ],
  };
}
