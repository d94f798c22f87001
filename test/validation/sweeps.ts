import { groupBy } from './group-by.ts';
import type { ScoredRow, Unit } from './score.ts';
import { median, spearman } from './statistics.ts';

/** Fewer configurations than this say nothing about an order. */
const smallestSweep = 4;

export interface Sweep {
  readonly set: string;
  readonly name: string;
  readonly configurations: number;
  /** Rank correlation of predicted and measured time per sequence; null where one side is constant. */
  readonly rankCorrelation: number | null;
  /** Slowest over fastest measured time per sequence. */
  readonly spread: number;
  /** Measured time of the configuration predicted best over the best measured one. */
  readonly regret: number;
}

const perSequence = (s: ScoredRow, timeS: number): number => {
  const workload = s.row.spec['workload'] as { global_batch: number };
  return timeS / workload.global_batch;
};

/** Sweeps that the target of ranking speaks of: enough layouts, and more between them than noise. */
export const rankedSweeps = (sweeps: readonly Sweep[]): Sweep[] =>
  sweeps.filter(({ configurations, spread }) => configurations >= 8 && spread >= 1.3);

/** Configurations of the same model on the same GPUs in one set: does the tool order them as the machine did? */
export function sweepsOf(units: readonly Unit[]): Sweep[] {
  const bySweep = groupBy(units, (unit) => `${unit.sample.row.set}\n${unit.sample.sweep}`);
  return [...bySweep.values()]
    .filter((members) => members.length >= smallestSweep)
    .map((members) => {
      const measured = members.map((u) => median(u.rows.map((r) => perSequence(r, r.measuredS))) ?? 0);
      const predicted = members.map((u) => median(u.rows.map((r) => perSequence(r, r.predictedS))) ?? 0);
      const chosen = predicted.indexOf(Math.min(...predicted));
      const first = (members[0] as Unit).sample;
      return {
        set: first.row.set,
        name: first.sweep,
        configurations: members.length,
        spread: Math.max(...measured) / Math.min(...measured),
        rankCorrelation: spearman(predicted, measured),
        regret: (measured[chosen] as number) / Math.min(...measured) - 1,
      };
    });
}
