import { subtotalUsd, subtotalW } from '../../economics/bill.ts';
import type { TopologyResult } from '../../result/topology-schema.ts';
import { jsonText } from '../json.ts';
import { simulationJson } from '../simulation.ts';
import type { TopologyReport } from './report.ts';

export function topologyJson({ fabric, notes, bill, priceLevel, simulation }: TopologyReport): string {
  const result: TopologyResult = {
    format_version: '1.0',
    fabric,
    notes: [...notes],
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
          simulation: simulationJson(simulation),
        }),
  };
  return jsonText(result);
}
