import { subtotalUsd, subtotalW } from '../economics/bill.ts';
import type { PriceLevel } from '../economics/price.ts';
import type { BillLine } from '../economics/types.ts';
import type { SimulatedRate } from '../evaluation/simulated-rates.ts';
import type { FabricResult } from '../result/schema.ts';
import { formatBytesPerS, formatCount, formatPower, formatUsd } from '../units/format.ts';
import { csvText } from './csv.ts';
import { jsonText } from './json.ts';
import type { Painter } from './reporter.ts';
import { block } from './section-text.ts';
import { fabricSection } from './sections/network.ts';
import { known, type Section } from './sections/section.ts';

export interface TopologyReport {
  readonly fabric: FabricResult;
  readonly bill: readonly BillLine[];
  readonly priceLevel: PriceLevel;
  /** Remarks of the fabric: uneven cabling, why a value is unknown. */
  readonly notes: readonly string[];
  /** Rates flow by flow beside the closed forms, where asked for. */
  readonly simulation?: readonly SimulatedRate[];
}

export const topologyJson = ({ fabric, bill, priceLevel, simulation }: TopologyReport): string =>
  jsonText({
    format_version: '1.0',
    fabric,
    bill_of_materials: bill.map((line) => ({
      item: line.item,
      kind: line.kind,
      count: line.count,
      unit_price_usd: line.unitPriceUsd,
      unit_power_w: line.unitPowerW,
      subtotal_usd: subtotalUsd(line, priceLevel),
      subtotal_w: subtotalW(line),
      ...(line.lengthM === undefined ? {} : { length_m: line.lengthM }),
      note: line.note,
    })),
    ...(simulation === undefined
      ? {}
      : {
          simulation: simulation.map((each) => ({
            pattern: each.pattern,
            domains: each.domains,
            flows: each.flows,
            simulated_bytes_per_s: each.simulatedBytesPerS,
            closed_form_bytes_per_s: each.closedFormBytesPerS,
            slowest_tier: each.slowestTier,
            reason: each.reason,
          })),
        }),
  });

/** The bill of materials, one row per line. */
export const topologyCsv = ({ bill, priceLevel }: TopologyReport): string =>
  csvText(
    [
      'item',
      'kind',
      'count',
      'unit_price_usd.low',
      'unit_price_usd.typical',
      'unit_price_usd.high',
      'unit_power_w',
      'subtotal_usd',
      'subtotal_w',
      'length_m',
      'note',
    ],
    bill.map((line) => [
      line.item,
      line.kind,
      line.count,
      line.unitPriceUsd?.low ?? null,
      line.unitPriceUsd?.typical ?? null,
      line.unitPriceUsd?.high ?? null,
      line.unitPowerW,
      subtotalUsd(line, priceLevel),
      subtotalW(line),
      line.lengthM ?? null,
      line.note,
    ]),
  );

export function topologyTable(report: TopologyReport, paint: Painter): string {
  const network = fabricSection(report.fabric);
  const shown: Section[] = [{ ...network, notes: [...network.notes, ...report.notes] }, billSection(report)];
  if (report.simulation !== undefined) shown.push(simulationSection(report.simulation));
  return `${shown.map((section) => block(section, paint)).join('\n\n')}\n`;
}

function billSection({ bill, priceLevel }: TopologyReport): Section {
  const rows = bill.map((line) => [
    line.item,
    formatCount(line.count),
    known(subtotalUsd(line, priceLevel), formatUsd),
    known(subtotalW(line), formatPower),
    line.note,
  ]);
  return {
    title: `bill of materials (${priceLevel} prices)`,
    head: ['item', 'count', 'USD', 'power', 'note'],
    align: 'lrrrl',
    rows,
    notes: [],
  };
}

function simulationSection(rates: readonly SimulatedRate[]): Section {
  const rows = rates.map((each) => [
    each.pattern,
    known(each.simulatedBytesPerS, formatBytesPerS),
    formatBytesPerS(each.closedFormBytesPerS),
    known(each.flows, formatCount),
    each.slowestTier ?? each.reason ?? '',
  ]);
  return {
    title: `rate of a scale-up domain, all ${formatCount(rates[0]?.domains ?? 1)} at once`,
    head: ['pattern', 'simulated', 'closed form', 'flows', 'slowest'],
    align: 'lrrrl',
    rows,
    notes: rates.length === 0 ? ['one scale-up domain sends nothing over the fabric'] : [],
  };
}
