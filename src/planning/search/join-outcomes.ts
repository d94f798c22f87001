import type { Result } from '../../result/schema.ts';
import type { PlanSearchOutcome } from './plan-search.ts';
import type { SearchCounts } from './search.ts';

/**
 * The outcome of a search from those of its shards: the best plans of all. How many were excluded by their bound depends on
 * the split, for each shard has its own worst plan kept.
 */
export function joinOutcomes(parts: readonly PlanSearchOutcome[], top: number): PlanSearchOutcome {
  const found = parts
    .flatMap((part) => part.found)
    .sort((a, b) => a.ranked.score - b.ranked.score || a.ranked.index - b.ranked.index)
    .slice(0, top);
  const sum = (count: keyof SearchCounts): number => parts.reduce((total, { counts }) => total + counts[count], 0);
  const counts = {
    candidates: sum('candidates'),
    bounded: sum('bounded'),
    tooLarge: sum('tooLarge'),
    refused: sum('refused'),
    timed: sum('timed'),
  };
  const bytes = (result: Result): number => result.training.memory.total_bytes;
  const [smallest = null] = parts
    .flatMap((part) => (part.smallest === null ? [] : [part.smallest]))
    .sort((a, b) => bytes(a) - bytes(b));
  const timed = parts.filter((part) => part.counts.timed + part.counts.refused > 0);
  const unknown = timed.every((part) => part.unknown !== null) ? (timed[0]?.unknown ?? null) : null;
  return { found, counts, smallest: counts.timed + counts.refused > 0 ? null : smallest, unknown };
}
