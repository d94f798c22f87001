import type { SimulatedRate } from '../evaluation/simulated-rates.ts';
import { formatBytesPerS, formatCount } from '../units/format.ts';
import { known, type Section } from './sections/section.ts';

/** Simulated rates under the names of the JSON output. */
export const simulationJson = (rates: readonly SimulatedRate[]) =>
  rates.map((each) => ({
    pattern: each.pattern,
    domains: each.domains,
    flows: each.flows,
    simulated_bytes_per_s: each.simulatedBytesPerS,
    closed_form_bytes_per_s: each.closedFormBytesPerS,
    slowest_tier: each.slowestTier,
    reason: each.reason,
  }));

/** Simulated rates beside those of the closed forms. */
export function simulationSection(rates: readonly SimulatedRate[]): Section {
  const rows = rates.map((each) => [
    each.pattern,
    known(each.simulatedBytesPerS, formatBytesPerS),
    formatBytesPerS(each.closedFormBytesPerS),
    known(each.flows, formatCount),
    each.slowestTier ?? each.reason ?? '',
  ]);
  return {
    title: `rate of a scale-up domain, all ${formatCount(rates[0]?.domains ?? 1)} at once`,
    head: ['pattern', 'simulated', 'closed form', 'flows', 'slowest'],
    align: 'lrrrl',
    rows,
    notes: rates.length === 0 ? ['one scale-up domain sends nothing over the fabric'] : [],
  };
}
