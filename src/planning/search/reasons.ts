import { CAUSE } from '../../evaluation/verdict.ts';
import type { Breakdown, Result } from '../../result/schema.ts';
import { formatPercent, formatTime } from '../../units/format.ts';

/** Causes that are named; smaller ones add little. */
const NAMED = 2;

/** Shorter than this share of a step is not worth a word. */
const WORTH_NAMING = 0.001;

/** Why a plan is slower than the winner: the parts of its step that are longer, the largest first. */
export function reasonsAgainst(winner: Result, other: Result): string {
  const [best, mine] = [winner.training.breakdown, other.training.breakdown];
  const step = winner.training.step_time_s;
  if (best === null || mine === null || step === null) return '';
  const longer = (Object.keys(CAUSE) as (keyof Breakdown)[])
    .map((part) => ({ part, seconds: mine[part] - best[part] }))
    .filter(({ seconds }) => seconds > WORTH_NAMING * step)
    .sort((a, b) => b.seconds - a.seconds);
  return longer
    .slice(0, NAMED)
    .map(({ part, seconds }) => `${CAUSE[part]} +${formatTime(seconds)}`)
    .join('; ');
}

/** Why the winner wins: where its step goes, and what it gives up for that. */
export function reasonsFor(winner: Result): string {
  const { breakdown, step_time_s: step, memory } = winner.training;
  if (breakdown === null || step === null) return '';
  const lost = (Object.keys(CAUSE) as (keyof Breakdown)[])
    .filter((part) => part !== 'compute_s' && breakdown[part] > WORTH_NAMING * step)
    .sort((a, b) => breakdown[b] - breakdown[a])
    .slice(0, NAMED)
    .map((part) => `${CAUSE[part]} ${formatPercent(breakdown[part] / step)}`);
  const used = formatPercent(memory.total_bytes / memory.capacity_bytes);
  return [`compute ${formatPercent(breakdown.compute_s / step)}`, ...lost, `${used} of the memory`].join('; ');
}
