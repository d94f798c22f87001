import type { Provenance } from './types.ts';

/** Key of an entry's provenance that covers every field without its own. */
const WHOLE_ENTRY = '*';

type ProvenanceMap = Readonly<Record<string, Provenance>>;

/** Where the number at a field path (`peak.bf16`) comes from: its own record, its nearest parent's, the entry's, or null. */
export function provenanceOf(provenance: ProvenanceMap, path: string): Provenance | null {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const found = provenance[at];
    if (found !== undefined) return found;
  }
  return provenance[WHOLE_ENTRY] ?? null;
}

/**
 * Provenance of an entry written over another: what the input touches loses the base's record and takes its own, or
 * `fallback` where it states none.
 */
export function overlayProvenance(
  base: ProvenanceMap,
  own: ProvenanceMap,
  touched: readonly string[],
  fallback: Provenance | null,
): ProvenanceMap {
  const result: Record<string, Provenance> = {};
  const covers = (parent: string, path: string): boolean => path === parent || path.startsWith(`${parent}.`);
  for (const [path, record] of Object.entries(base)) {
    if (!touched.some((key) => covers(key, path))) result[path] = record;
  }
  for (const path of touched) {
    if (fallback !== null && provenanceOf(own, path) === null) result[path] = fallback;
  }
  return Object.assign(result, own);
}
