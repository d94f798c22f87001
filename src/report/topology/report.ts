import { subtotalRatedW, subtotalUsd } from '../../economics/bill.ts';
import type { PriceLevel } from '../../economics/price.ts';
import type { BillLine } from '../../economics/types.ts';
import type { Picture } from '../../evaluation/picture.ts';
import type { SimulatedRate } from '../../evaluation/simulated-rates.ts';
import type { FabricDescription } from '../../result/topology-schema.ts';
/** What `topology` found out; every format prints it. */
export interface TopologyReport {
  readonly fabric: FabricDescription;
  /** Drawn on demand. */
  readonly picture: () => Picture;
  readonly bill: readonly BillLine[];
  readonly priceLevel: PriceLevel;
  readonly discountFraction: number;
  /** Remarks of the fabric: uneven cabling, why a value is unknown. */
  readonly notes: readonly string[];
  /** Rates flow by flow beside the closed forms, where asked for. */
  readonly simulation?: readonly SimulatedRate[];
}

/** What the bill comes to; a sum with an unknown part is null. The rated draw is the plan's `power.provisioned_w`. */
export function billTotals(bill: readonly BillLine[], level: PriceLevel, discountFraction: number) {
  const usd = bill.map((line) => subtotalUsd(line, level, 1 - discountFraction));
  const known = (values: readonly (number | null)[]): number =>
    values.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  // Nobody states the draw of storage and management: the plan's rating leaves them out.
  const rated = bill.filter(({ kind }) => kind !== 'storage' && kind !== 'management').map(subtotalRatedW);
  return {
    usd: usd.includes(null) ? null : known(usd),
    known_usd: known(usd),
    rated_w: rated.includes(null) ? null : known(rated),
  };
}
