import type { PriceUsd, Provenance } from '../catalog/types.ts';
import type { CostResult, PowerResult } from '../result/schema.ts';
import type { Assumption } from '../spec/plan.ts';

/** A price that the catalog states and the spec does not. */
export interface AssumedPrice {
  readonly price: PriceUsd;
  readonly unit: 'USD' | 'USD/m';
  readonly from: Provenance;
}

/** One line of the bill of materials. */
export interface BillLine {
  readonly item: string;
  readonly kind: 'server' | 'gpu' | 'nic' | 'switch' | 'transceiver' | 'cable' | 'storage' | 'management';
  readonly count: number;
  /** null: nobody published one. */
  readonly unitPriceUsd: PriceUsd | null;
  readonly unitPowerW: number | null;
  /** Length of one cable; absent: not sold by length. */
  readonly lengthM?: number;
  /** Whose published price it is; absent: the user's own, paid elsewhere, or none. */
  readonly assumedPrice?: AssumedPrice;
  /** Where the price comes from, or why it is not counted here (a server price that includes it). */
  readonly note: string;
}

/** What one training step did, as far as money and power need to know. null: the step could not be timed. */
export interface StepActivity {
  readonly stepTimeS: number | null;
  /** Share of the step in which the average GPU computes. */
  readonly busyFraction: number | null;
  /** The rest of the step. */
  readonly idleFraction: number | null;
  /** Part of the idle share that exposed communication causes. */
  readonly networkIdleFraction: number | null;
  readonly tokensPerStep: number;
  /** Steps in the whole run; null: no run totals. */
  readonly stepsInRun: number | null;
  /** Bytes that one GPU sends in a step inside its scale-up domain and through the NICs. */
  readonly scaleUpBytesPerGpu: number;
  readonly scaleOutBytesPerGpu: number;
  /** Share of the scale-out bytes that crosses the uplinks of each fabric tier, leaf first. */
  readonly crossing: readonly number[];
  /** Lost seconds of the step by cause, for `cost.lost_usd_per_year`. */
  readonly lostS?: Readonly<Record<string, number>>;
  /** What a better network would do to the step, for `cost.network_value`. */
  readonly betterNetwork?: {
    /** Step with infinite scale-out bandwidth and no scale-out latency. */
    readonly infiniteNetworkStepTimeS: number | null;
    /** Relative change of the step per relative change of NIC bandwidth (negative: faster). */
    readonly nicBandwidthElasticity: number | null;
    /** Step with one microsecond more on every message between scale-up domains. */
    readonly slowerByMicrosecondStepTimeS: number | null;
    /** Step with NICs and fabric twice as fast. */
    readonly doubleRateStepTimeS: number | null;
    /** Step where every pair of NICs is one switch apart and no tier is slower than the NICs. */
    readonly flatFabricStepTimeS: number | null;
  };
}

export interface Economics {
  readonly cost: CostResult;
  readonly power: PowerResult;
  readonly bill: readonly BillLine[];
  /** Why a field is null, by dotted result field. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Numbers taken here because the catalog has none for this hardware. */
  readonly assumptions: readonly Assumption[];
}
