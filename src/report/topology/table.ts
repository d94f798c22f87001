import { subtotalRatedW, subtotalUsd } from '../../economics/bill.ts';
import type { FabricDescription } from '../../result/topology-schema.ts';
import {
  formatCount,
  formatExact,
  formatNumber,
  formatPercent,
  formatPower,
  formatTime,
  formatUsd,
} from '../../units/format.ts';
import type { Painter } from '../reporter.ts';
import { block } from '../section-text.ts';
import { fabricSection } from '../sections/network.ts';
import { known, type Section } from '../sections/section.ts';
import { simulationSection } from '../simulation.ts';
import { billTotals, type TopologyReport } from './report.ts';

export function topologyTable(report: TopologyReport, paint: Painter): string {
  const { fabric } = report;
  const network = fabricSection(fabric);
  const shown: Section[] = [
    { ...network, notes: [...network.notes, ...report.notes] },
    portSection(fabric),
    pathSection(fabric),
    detailSection(fabric),
    billSection(report),
  ].filter(({ rows, notes }) => rows.length + notes.length > 0);
  if (report.simulation !== undefined) shown.push(simulationSection(report.simulation));
  return `${shown.map((section) => block(section, paint)).join('\n\n')}\n`;
}

/** Ports of the switches of each tier. */
function portSection({ tiers }: FabricDescription): Section {
  const rows = tiers.map((tier) => [
    tier.name,
    formatCount(tier.down_ports_per_switch),
    formatCount(tier.up_ports_per_switch),
    known(tier.free_ports, formatCount),
  ]);
  return { title: 'ports', head: ['tier', 'down', 'up', 'free in all'], align: 'lrrr', rows, notes: [] };
}

/** Hops and latency between endpoints. */
function pathSection({ hops, max_hops, mean_hops, latency_s }: FabricDescription): Section {
  const rows = hops.map((step) => [
    step.min_hops === step.max_hops ? formatCount(step.max_hops) : `${step.min_hops} to ${step.max_hops}`,
    formatPercent(step.pairs_fraction),
  ]);
  return {
    title: 'paths between endpoints',
    head: ['hops', 'pairs'],
    align: 'rr',
    rows,
    notes: [
      `${formatNumber(mean_hops)} hops on average, ${formatCount(max_hops)} at most`,
      `one-way latency without NICs: ${formatTime(latency_s.min)} least, ${formatTime(latency_s.mean)} on average, ` +
        `${formatTime(latency_s.max)} most`,
    ],
  };
}

/** The kind's own counts. */
function detailSection({ kind, details }: FabricDescription): Section {
  const rows = Object.entries(details).map(([name, value]) => [name.replaceAll('_', ' '), formatExact(value)]);
  return { title: `${kind} in numbers`, list: true, head: ['', ''], align: 'lr', rows, notes: [] };
}

/** What is to be paid, after a discount, and what the host has to provide for. */
function billSection({ bill, priceLevel, discountFraction }: TopologyReport): Section {
  const rows = bill.map((line) => [
    line.item,
    formatCount(line.count),
    known(subtotalUsd(line, priceLevel, 1 - discountFraction), formatUsd),
    known(subtotalRatedW(line), formatPower),
    line.note,
  ]);
  const { usd, known_usd, rated_w } = billTotals(bill, priceLevel, discountFraction);
  const discount = discountFraction === 0 ? '' : `, ${formatPercent(discountFraction)} discount taken off`;
  const total = usd === null ? `known part ${formatUsd(known_usd)}` : formatUsd(usd);
  return {
    title: `bill of materials (${priceLevel} prices${discount})`,
    head: ['item', 'count', 'USD', 'rated', 'note'],
    align: 'lrrrl',
    rows: [...rows, ['total', '', total, known(rated_w, formatPower), '']],
    notes: [],
  };
}
