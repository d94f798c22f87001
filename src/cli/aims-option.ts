import { type Aim, parseAim } from '../planning/sweep/pareto.ts';
import { UsageError } from './usage-error.ts';

/** Fields of --pareto; null: not given. @throws UsageError */
export function aimsOption(text: string | undefined): readonly Aim[] | null {
  if (text === undefined) return null;
  return text.split(',').map((each) => {
    const parsed = parseAim(each);
    if (!parsed.ok) throw new UsageError(parsed.problem);
    return parsed.aim;
  });
}
