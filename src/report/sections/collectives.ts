import { formatBytes, formatCount, formatTime } from '../../units/format.ts';
import type { SectionOf } from './section.ts';

const shownByDefault = 6;

/** The operations of a step, the most exposed first. */
export const collectives: SectionOf = (result, { all }) => {
  if (result.collectives.length === 0) return null;
  const sorted = [...result.collectives].sort(
    (a, b) => b.exposed_s - a.exposed_s || b.time_s * b.count - a.time_s * a.count || (a.name < b.name ? -1 : 1),
  );
  const shown = all ? sorted : sorted.slice(0, shownByDefault);
  const hidden = sorted.length - shown.length;
  return {
    title: 'collectives',
    head: ['operation', 'ranks', 'size', 'count', 'algorithm', 'each', 'exposed', 'limited by'],
    align: 'lrrrlrrl',
    rows: shown.map((c) => [
      c.name,
      formatCount(c.ranks),
      formatBytes(c.bytes),
      formatCount(c.count),
      c.algorithm,
      formatTime(c.time_s),
      formatTime(c.exposed_s),
      c.limited_by,
    ]),
    notes: hidden > 0 ? [`${hidden} more (--all)`] : [],
  };
};
