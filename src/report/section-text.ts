import { listing } from './listing.ts';
import { plainTable } from './plain-table.ts';
import type { Painter } from './reporter.ts';
import type { Section } from './sections/section.ts';

/** A section for a terminal: title, columns, notes. */
export function block({ title, list, head, rows, align, notes }: Section, paint: Painter): string {
  const layOut = list === true ? listing : plainTable;
  const dim = head.map((cell) => (cell === '' ? '' : paint.dim(cell)));
  return [paint.bold(title), layOut(dim, rows, align), ...notes.map((note) => `  ${note}`)].join('\n');
}
