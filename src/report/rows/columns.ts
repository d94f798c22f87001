import { knownFields } from '../../planning/known-fields.ts';
import { type Axis, kindOfValues } from '../../planning/sweep/axis.ts';

/** A column of rows; what its cells are where they are not null. */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'integer' | 'boolean' | 'text';
}

/**
 * Columns that a sweep adds to its rows: why a point has no result, its number, how many there are, and the sweep that it
 * belongs to. `ownOf` reads the last three.
 */
export const ownColumns: readonly Column[] = [
  { name: 'problem', kind: 'text' },
  { name: 'point', kind: 'integer' },
  { name: 'points', kind: 'integer' },
  { name: 'sweep', kind: 'text' },
];

/** What says where a row belongs. */
export interface Own {
  /** From 1. */
  readonly point: number;
  readonly points: number;
  readonly sweep: string;
}

/** The columns of a sweep: what it varies, the fields it prints, its own. */
export const sweepColumns = (axes: readonly Axis[], fields: readonly string[]): readonly Column[] => [
  ...axes.flatMap(({ paths, values }) => paths.map((name, i) => ({ name, kind: kindOfValues(values[i] ?? []) }))),
  ...fieldColumns(fields),
  ...ownColumns,
];

/** Columns of result fields. */
export const fieldColumns = (fields: readonly string[]): readonly Column[] =>
  fields.map((name) => ({ name, kind: knownFields().find(name)?.kind ?? 'text' }));

/** The end of a row of a sweep, in CSV and NDJSON. */
const OWN = /(\d+),(?:"points":)?(\d+),(?:"sweep":)?"?(s[0-9a-f]+)"?\}?\r?\n$/;

/** What a disk leaves of a file that was being written when the power failed. */
const DAMAGED = /[\0\ufffd]/;

/** Where a line of a file of rows belongs; null: it is no whole row of a sweep. */
export function ownOf(line: string): Own | null {
  if (DAMAGED.test(line)) return null;
  const [, point, points, sweep] = OWN.exec(line) ?? [];
  return sweep === undefined ? null : { point: Number(point), points: Number(points), sweep };
}
