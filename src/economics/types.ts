import type { PriceUsd } from '../catalog/types.ts';

/** One line of the bill of materials. */
export interface BillLine {
  readonly item: string;
  readonly kind: 'server' | 'gpu' | 'nic' | 'switch' | 'transceiver' | 'cable';
  readonly count: number;
  /** null: nobody published one. */
  readonly unitPriceUsd: PriceUsd | null;
  readonly unitPowerW: number | null;
  /** Where the price comes from, or why it is not counted here (a server price that includes it). */
  readonly note: string;
}
