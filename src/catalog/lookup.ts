import { suggest } from '../diagnostics/suggest.ts';

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
