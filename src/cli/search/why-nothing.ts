import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { unreachable } from '../../planning/search/unreachable.ts';
import type { SearchReport } from '../../report/search.ts';
import type { PreparedSearch } from './plan-job.ts';

/** What to change where a search found nothing: the objective, or the space that has no such plan. null: nothing simple. */
export function whyNothing(
  { space, outcome: { unknown } }: SearchReport,
  { machine, settings }: PreparedSearch,
): Diagnostic | null {
  if (unknown !== null) return badUsage(`${unknown.field} is unknown for every plan`, unknown.reason);
  if (space !== 'common') return null;
  const [gate] = unreachable(machine.plan, settings.constraints);
  if (gate === undefined) return null;
  return badUsage(`no plan of the common space has ${gate.text}`, 'add --wide, which has uncommon plans too');
}
