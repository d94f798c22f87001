import type { FabricResult, TrafficResult } from '../../result/schema.ts';
import {
  formatBytes,
  formatBytesPerS,
  formatCount,
  formatNumber,
  formatPercent,
  formatTime,
} from '../../units/format.ts';
import { known, reason, type Section, type SectionOf } from './section.ts';

/** The fabric's tiers with what the job puts on them. */
export const network: SectionOf = (result) =>
  fabricSection(result.fabric, result.traffic, reason(result, 'fabric.bisection_bytes_per_s'));

/** The tiers and totals of a fabric; without traffic there are no load columns. */
export function fabricSection(fabric: FabricResult, traffic?: TrafficResult, bisectionReason = ''): Section {
  const load = new Map(traffic?.tiers.map((tier) => [tier.name, tier]));
  const rows = fabric.tiers.map((tier) => {
    const loaded = load.get(tier.name);
    return [
      tier.name,
      formatCount(tier.switches),
      formatCount(tier.down_links),
      formatCount(tier.up_links),
      tier.oversubscription === null ? '' : `${formatNumber(tier.oversubscription)}:1`,
      formatBytesPerS(tier.link_bytes_per_s),
      ...(traffic === undefined
        ? []
        : loaded === undefined
          ? ['', '']
          : [formatBytes(loaded.bytes_per_step), known(loaded.utilization_fraction, formatPercent)]),
    ];
  });
  const { min, max } = fabric.latency_s;
  const why = bisectionReason === '' ? '' : ` (${bisectionReason})`;
  const loadHead = traffic === undefined ? [] : ['per step', 'load'];
  return {
    title: `network (${fabric.kind})`,
    head: ['tier', 'switches', 'down links', 'up links', 'down:up', 'link', ...loadHead],
    align: `lrrrrr${'r'.repeat(loadHead.length)}`,
    rows,
    notes: [
      `${formatCount(fabric.switches)} switches, ${formatCount(fabric.access_links)} access links, ` +
        `${formatCount(fabric.inter_switch_links)} inter-switch links, ${formatCount(fabric.transceivers)} transceivers`,
      `bisection ${known(fabric.bisection_bytes_per_s, formatBytesPerS)}${why}, ` +
        `at most ${formatCount(fabric.max_hops)} hops, latency ${formatTime(min)} to ${formatTime(max)}`,
    ],
  };
}
