import { plainTable } from './plain-table.ts';
import type { Painter } from './reporter.ts';
import type { Section } from './sections/section.ts';

/** A section for a terminal: title, columns, notes. */
export function block({ title, head, rows, align, notes }: Section, paint: Painter): string {
  const dim = head.map((cell) => (cell === '' ? '' : paint.dim(cell)));
  return [paint.bold(title), plainTable(dim, rows, align), ...notes.map((note) => `  ${note}`)].join('\n');
}
