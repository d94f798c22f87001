import { subtotalRatedW, subtotalUsd, subtotalW } from '../../economics/bill.ts';
import type { TopologyResult } from '../../result/topology-schema.ts';
import { jsonText } from '../json.ts';
import { simulationJson } from '../simulation.ts';
import { billTotals, type TopologyReport } from './report.ts';

export function topologyJson({
  fabric,
  notes,
  bill,
  priceLevel,
  discountFraction,
  simulation,
}: TopologyReport): string {
  const result: TopologyResult = {
    format_version: '1.0',
    fabric,
    notes: [...notes],
    price_level: priceLevel,
    discount_fraction: discountFraction,
    totals: billTotals(bill, priceLevel, discountFraction),
    bill_of_materials: bill.map((line) => ({
      item: line.item,
      kind: line.kind,
      count: line.count,
      unit_price_usd: line.unitPriceUsd,
      unit_power_w: line.unitPowerW,
      unit_rated_w: line.unitRatedW,
      subtotal_usd: subtotalUsd(line, priceLevel, 1 - discountFraction),
      subtotal_w: subtotalW(line),
      subtotal_rated_w: subtotalRatedW(line),
      ...(line.lengthM === undefined ? {} : { length_m: line.lengthM }),
      note: line.note,
    })),
    ...(simulation === undefined
      ? {}
      : {
          simulation: simulationJson(simulation),
        }),
  };
  return jsonText(result);
}
