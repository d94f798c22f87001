import { subtotalUsd, subtotalW } from '../../economics/bill.ts';
import { csvText } from '../csv.ts';
import type { TopologyReport } from './report.ts';

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
