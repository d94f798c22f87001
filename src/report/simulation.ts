import type { SimulatedRate } from '../evaluation/simulated-rates.ts';
import { formatBytesPerS, formatCount, formatPercent } from '../units/format.ts';
import { known, type Section } from './sections/section.ts';

/** Within this share of the simulation a closed form is taken to agree: what 95 of 100 validated cases keep. */
const AGREES = 0.15;

/** Time by the closed form over the simulated time, less one; null where not simulated. */
const errorOf = ({ simulatedBytesPerS, closedFormBytesPerS }: SimulatedRate): number | null =>
  simulatedBytesPerS === null ? null : simulatedBytesPerS / closedFormBytesPerS - 1;

/** Simulated rates under the names of the JSON output. */
export const simulationJson = (rates: readonly SimulatedRate[]) =>
  rates.map((each) => ({
    pattern: each.pattern,
    domains: each.domains,
    flows: each.flows,
    simulated_bytes_per_s: each.simulatedBytesPerS,
    closed_form_bytes_per_s: each.closedFormBytesPerS,
    error: errorOf(each),
    slowest_tier: each.slowestTier,
    reason: each.reason,
  }));

const signedPercent = (share: number): string => `${share < 0 ? '-' : '+'}${formatPercent(Math.abs(share))}`;

function verdictOf(rates: readonly SimulatedRate[]): string[] {
  const errors = rates.flatMap((each) => errorOf(each) ?? []);
  if (errors.length === 0) return [];
  const worst = errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0);
  return [
    worst <= AGREES
      ? `closed forms agree with the simulation within ${formatPercent(worst)} of its time`
      : `closed forms are off by up to ${formatPercent(worst)} of the simulated time: trust the simulation here`,
  ];
}

/** Simulated rates beside those of the closed forms. */
export function simulationSection(rates: readonly SimulatedRate[]): Section {
  const rows = rates.map((each) => [
    each.pattern,
    known(each.simulatedBytesPerS, formatBytesPerS),
    formatBytesPerS(each.closedFormBytesPerS),
    known(errorOf(each), signedPercent),
    known(each.flows, formatCount),
    each.slowestTier ?? each.reason ?? '',
  ]);
  return {
    title: `rate of a scale-up domain, groups of ${formatCount(rates[0]?.domains ?? 1)} at once`,
    head: ['pattern', 'simulated', 'closed form', 'error', 'flows', 'slowest'],
    align: 'lrrrrl',
    rows,
    notes: rates.length === 0 ? ['one scale-up domain sends nothing over the fabric'] : verdictOf(rates),
  };
}
