import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { unreachable } from '../../planning/search/unreachable.ts';
import type { SearchReport } from '../../report/search.ts';
import type { PreparedSearch } from './plan-job.ts';

/** Where nothing was found because the common space has no such plan: which constraint that is, and the way out. */
export function hintOfSpace(
  { space, outcome }: SearchReport,
  { machine, settings }: PreparedSearch,
): Diagnostic | null {
  if (outcome.found.length > 0 || space !== 'common') return null;
  const [gate] = unreachable(machine.plan, settings.constraints);
  if (gate === undefined) return null;
  return badUsage(`no plan of the common space has ${gate.text}`, 'add --wide, which has uncommon plans too');
}
