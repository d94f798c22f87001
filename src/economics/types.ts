import type { PriceUsd, Provenance } from '../catalog/types.ts';
import type { CostResult, PowerResult } from '../result/schema.ts';
import type { Assumption } from '../spec/plan.ts';

/** A price that the catalog states and the spec does not. */
export interface AssumedPrice {
  /** Of this catalog entry. */
  readonly id: string;
  /** Where it is that of a cable of this length. */
  readonly lengthM?: number;
  readonly price: PriceUsd;
  readonly unit: 'USD' | 'USD/m';
  readonly from: Provenance;
}

/** One line of the bill of materials. */
export interface BillLine {
  readonly item: string;
  readonly kind: 'server' | 'gpu' | 'nic' | 'switch' | 'transceiver' | 'cable' | 'network' | 'storage' | 'management';
  readonly count: number;
  /** What one adds to the list price of the whole; null: nobody published one. */
  readonly unitPriceUsd: PriceUsd | null;
  /** All or part of the price of this item is in another line's. */
  readonly partOfPrice?: true;
  /** Whose price is missing, where that is not the item's. */
  readonly missingPriceOf?: string;
  /** Published power of one by itself: servers at their rating, switches without optics. */
  readonly unitPowerW: number | null;
  /** What the host provides for: the rating of one without what another line's rating covers. Sums to `power.provisioned_w`. */
  readonly unitRatedW: number | null;
  /** Length of one cable; absent: not sold by length. */
  readonly lengthM?: number;
  /** Published prices that it takes; absent: the user's own, paid elsewhere, or none. */
  readonly assumedPrices?: readonly AssumedPrice[];
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
