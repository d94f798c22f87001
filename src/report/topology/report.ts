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
  /** Remarks of the fabric: uneven cabling, why a value is unknown. */
  readonly notes: readonly string[];
  /** Rates flow by flow beside the closed forms, where asked for. */
  readonly simulation?: readonly SimulatedRate[];
}
