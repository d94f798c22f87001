import { suggest } from '../diagnostics/suggest.ts';
import { provenanceOf } from './provenance.ts';
import type { Catalog, Provenance } from './types.ts';

export type Lookup<T> =
  | { readonly found: true; readonly entry: T }
  /** `near` holds ids the user may have meant, best first. */
  | { readonly found: false; readonly near: readonly string[]; readonly known: number };

/** Most candidates that help a reader. */
const CANDIDATES = 3;

/** An entry by its exact id, or the ids nearest to it. */
export function findEntry<T extends { readonly id: string }>(list: readonly T[], id: string): Lookup<T> {
  const entry = list.find((candidate) => candidate.id === id);
  if (entry !== undefined) return { found: true, entry };
  const ids = list.map((candidate) => candidate.id);
  return { found: false, near: suggest(id, ids, CANDIDATES), known: ids.length };
}

/** A figure of operating.yaml: `operatingFigure(catalog, 'pue', 'default')`, or without name for a single value. */
export interface OperatingFigure {
  readonly value: number;
  readonly unit: string;
  readonly provenance: Provenance | null;
}

/** @returns null when the catalog has no such figure */
export function operatingFigure(catalog: Catalog, id: string, name?: string): OperatingFigure | null {
  const constant = catalog.operating.find((candidate) => candidate.id === id);
  if (constant === undefined) return null;
  const path = name === undefined ? 'value' : `value.${name}`;
  const value =
    typeof constant.value === 'number' ? (name === undefined ? constant.value : undefined) : constant.value[name ?? ''];
  if (value === undefined) return null;
  return { value, unit: constant.unit, provenance: provenanceOf(constant.provenance, path) };
}
