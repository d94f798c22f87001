import Table from 'cli-table3';

const none = '';
const borderless = {
  top: none,
  'top-mid': none,
  'top-left': none,
  'top-right': none,
  bottom: none,
  'bottom-mid': none,
  'bottom-left': none,
  'bottom-right': none,
  left: none,
  'left-mid': none,
  mid: none,
  'mid-mid': none,
  right: none,
  'right-mid': none,
  middle: none,
};

/** Borderless columns, two spaces apart. Numbers are text by now; colour, if any, is in the cells already. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const table = new Table({
    head: [...head],
    colAligns: [...align].map((letter) => (letter === 'r' ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 2, 'padding-right': 0 },
    chars: borderless,
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/[ \t]+$/gm, '');
}
