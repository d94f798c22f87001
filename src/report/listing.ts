import { displayWidth } from '../diagnostics/display-width.ts';

const gap = '  ';

/**
 * Aligned lines without a grid: labels, values, notes. Start-up time counts, and a grid of cli-table3 costs a tenth of a
 * millisecond a cell, which long lists such as the assumptions do not need.
 */
export function listing(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const lines = head.some((cell) => cell !== '') ? [head, ...rows] : rows;
  const widths = [...align].map((_, column) => Math.max(0, ...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map((line) =>
      widths
        .map((width, column) => {
          const cell = line[column] ?? '';
          const space = ' '.repeat(width - widthOf(cell));
          return gap + (align[column] === 'r' ? space + cell : cell + space);
        })
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no column
const widthOf = (text: string): number => displayWidth(text.replace(/\u001b\[\d+m/g, ''));
