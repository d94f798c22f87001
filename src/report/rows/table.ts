import type { Cell } from '../../planning/sweep/row.ts';
import { fieldUnit } from '../../result/units.ts';
import { listing } from '../listing.ts';
import { valueText } from '../value-text.ts';

/** Rows for people: fields by their last names, numbers with units; columns that are empty everywhere are left out. */
export function rowTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const kept = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i] !== null && row[i] !== undefined));
  const names = shortNames(kept.map((i) => columns[i] ?? ''));
  const align = kept.map((i) => (rows.some((row) => typeof row[i] === 'number') ? 'r' : 'l')).join('');
  return `${listing(
    names,
    rows.map((row) => kept.map((i) => text(columns[i] ?? '', row[i] ?? null))),
    align,
  )}\n`;
}

function text(column: string, cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' ? valueText(cell, fieldUnit(column)) : cell;
}

/** The shortest endings of dotted names that differ from each other. */
function shortNames(columns: readonly string[]): readonly string[] {
  const ending = (name: string, parts: number): string => name.split('.').slice(-parts).join('.');
  return columns.map((name) => {
    for (let parts = 1; parts < 8; parts++) {
      const short = ending(name, parts);
      if (columns.filter((other) => ending(other, parts) === short).length === 1) return short;
    }
    return name;
  });
}
