import { subtotalRatedW, subtotalUsd, subtotalW } from '../../economics/bill.ts';
import { csvText } from '../csv.ts';
import type { TopologyReport } from './report.ts';

/**
 * The bill of materials, one row per line. Where another line pays for an item in part there is no unit price: the file
 * read back as a price list leaves that item's price as it is.
 */
export const topologyCsv = ({ bill, priceLevel, discountFraction }: TopologyReport): string =>
  csvText(
    [
      'item',
      'kind',
      'count',
      'unit_price_usd.low',
      'unit_price_usd.typical',
      'unit_price_usd.high',
      'unit_power_w',
      'unit_rated_w',
      'subtotal_usd',
      'subtotal_w',
      'subtotal_rated_w',
      'length_m',
      'note',
    ],
    bill.map((line) => [
      line.item,
      line.kind,
      line.count,
      ...(['low', 'typical', 'high'] as const).map((level) =>
        line.partOfPrice ? null : (line.unitPriceUsd?.[level] ?? null),
      ),
      line.unitPowerW,
      line.unitRatedW,
      subtotalUsd(line, priceLevel, 1 - discountFraction),
      subtotalW(line),
      subtotalRatedW(line),
      line.lengthM ?? null,
      line.note,
    ]),
  );
