import type { MeasuredGroup, Point, ProfileEntry } from '../../spec/calibration.ts';
import { cleanPoints, fitSegments, leaveOneOutError, meanError } from './segments.ts';

/** An entry from the rows of a log: warm-up rows are left out. null where no row is usable. */
export const entryFromPoints = (
  group: MeasuredGroup,
  points: readonly Point[],
  source: string,
  machine: readonly string[] = [],
): ProfileEntry | null => entryAsStated(group, cleanPoints(points), source, machine);

/**
 * An entry from sizes and times that are believed as they are. One size fixes a factor, two fix one alpha and one beta.
 * null without a point.
 */
export function entryAsStated(
  { op, ranks, ranksPerNode }: MeasuredGroup,
  points: readonly Point[],
  source: string,
  machine: readonly string[] = [],
): ProfileEntry | null {
  const sorted = points.toSorted((a, b) => a.bytes - b.bytes);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return null;
  const segments = fitSegments(sorted);
  return {
    op,
    ranks,
    ranksPerNode,
    segments,
    smallestBytes: first.bytes,
    largestBytes: last.bytes,
    rows: sorted.length,
    errorFraction: meanError(segments, sorted),
    leaveOneOutErrorFraction: leaveOneOutError(sorted),
    source,
    machine,
  };
}
