import { type Axis, parseAxis } from '../planning/sweep/axis.ts';
import { UsageError } from './usage-error.ts';

/** One --vary. @throws UsageError */
export function axisOption(text: string): Axis {
  const parsed = parseAxis(text);
  if (!parsed.ok) throw new UsageError(parsed.problem);
  return parsed.axis;
}
