import type { Fabric } from '../fabric/types.ts';
import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { formatNumber, formatUsd } from '../units/format.ts';
import { billOfMaterials, paidFraction, subtotalUsd } from './bill.ts';
import { capex, type PriceLevels } from './capex.ts';
import { constant, type RangedTerm } from './constants.ts';
import { hosting } from './hosting.ts';
import { opex } from './opex.ts';
import { power } from './power.ts';
import type { PriceLevel } from './price.ts';
import { tco } from './tco.ts';
import type { BillLine, StepActivity } from './types.ts';

/** How far one input moves the cost of a GPU-hour, USD, with everything else as planned. */
export interface Influence {
  /** Spec key, or the kind of line whose price it is. */
  readonly input: string;
  /** The ends themselves, for people: the value of the term, or what the lines cost together. */
  readonly ends: string;
  readonly low: number;
  readonly high: number;
}

/** Inputs that are shown: the strongest. */
const shown = 10;

type NumericTerm = {
  [K in keyof EconomicsPlan]-?: EconomicsPlan[K] extends number | null ? K : never;
}[keyof EconomicsPlan];

/** Terms with a range of practice, as constants `range_<key>_low` and `range_<key>_high`. */
const rangedTerms: readonly (readonly [key: RangedTerm, term: NumericTerm])[] = [
  ['wacc_fraction', 'waccFraction'],
  ['amortization_years', 'amortizationYears'],
  ['electricity_usd_per_kwh', 'electricityUsdPerKwh'],
  ['pue', 'pue'],
  ['colocation_usd_per_kw_month', 'colocationUsdPerKwMonth'],
  ['maintenance_fraction_per_year', 'maintenanceFractionPerYear'],
  ['power_utilization_fraction', 'powerUtilizationFraction'],
];

/**
 * The tornado of the cost of a GPU-hour: each price at its low and high end and each term at the ends of its range of
 * practice (widened to hold the plan's own value), one at a time; the ten that move it most, strongest first. Empty
 * where the cost itself is unknown.
 */
export function influence(plan: Plan, fabric: Fabric, activity: StepActivity): readonly Influence[] {
  const bill = billOfMaterials(plan, fabric);
  const draw = power(plan, fabric, activity);
  const usdPerGpuHour = (change: Partial<EconomicsPlan>, levels: PriceLevels = {}): number => {
    const changed: Plan = { ...plan, economics: { ...plan.economics, ...change } };
    const bought = capex(changed, bill, levels);
    return tco(changed, bought, opex(changed, hosting(changed, draw), bought.total)).usdPerGpuHour.value ?? Number.NaN;
  };
  if (Number.isNaN(usdPerGpuHour({}))) return [];
  const prices = [...new Set(bill.map((line) => line.kind))].map((kind) => ({
    input: `price of ${plural[kind]}`,
    ends: ends(formatUsd, spentOn(plan, bill, kind, 'low'), spentOn(plan, bill, kind, 'high')),
    low: usdPerGpuHour({}, { [kind]: 'low' }),
    high: usdPerGpuHour({}, { [kind]: 'high' }),
  }));
  const terms = rangedTerms.flatMap(([key, term]) => {
    const low = constant(plan, `range_${key}_low`).value;
    const high = constant(plan, `range_${key}_high`).value;
    if (low === null || high === null) return [];
    const own = plan.economics[term] ?? hosting(plan, draw).utilization.value;
    if (own === null) return [];
    const [least, most] = [Math.min(low, own), Math.max(high, own)];
    return [
      {
        input: `economics.${key}`,
        ends: ends(formatNumber, least, most),
        low: usdPerGpuHour({ [term]: least }),
        high: usdPerGpuHour({ [term]: most }),
      },
    ];
  });
  return [...prices, ...terms]
    .filter((bar) => swing(bar) > 0)
    .sort((a, b) => swing(b) - swing(a))
    .slice(0, shown);
}

const ends = (format: (value: number) => string, low: number, high: number): string =>
  `${format(low)} to ${format(high)}`;

const spentOn = ({ economics }: Plan, bill: readonly BillLine[], kind: BillLine['kind'], level: PriceLevel): number =>
  bill
    .filter((line) => line.kind === kind)
    .reduce((sum, line) => sum + (subtotalUsd(line, level, paidFraction(economics)) ?? 0), 0);

const plural: Readonly<Record<BillLine['kind'], string>> = {
  server: 'servers',
  gpu: 'GPUs',
  nic: 'NICs',
  switch: 'switches',
  transceiver: 'transceivers',
  cable: 'cables',
  network: 'the network',
  storage: 'storage',
  management: 'management',
};

const swing = ({ low, high }: Influence): number => Math.abs(high - low);
