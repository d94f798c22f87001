import { type CalibrationPlan, type Profile, sameGroup } from '../../spec/calibration.ts';
import { entryAsStated } from './entry.ts';

/** One profile of all measurements of a plan: stated points stand in the place of a curve of the same group. */
export function profileOfPlan({ entries, measured }: CalibrationPlan): Profile {
  const stated = measured.flatMap((curve) => entryAsStated(curve, curve.points, curve.source) ?? []);
  const rest = entries.filter((entry) => !stated.some((own) => sameGroup(own, entry)));
  return { formatVersion: '1.0', entries: [...stated, ...rest] };
}
