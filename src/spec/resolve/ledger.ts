import type { Confidence, Provenance } from '../../catalog/types.ts';
import { dottedPath } from '../../diagnostics/diagnostic.ts';
import type { SpecDocument } from '../load/document.ts';
import { isMapping, type Path } from '../load/path.ts';
import type { Assumption, Origin } from '../plan.ts';

export interface DefaultSource {
  readonly source: string;
  readonly confidence: Confidence;
}

/** Where every resolved value came from. */
export interface Ledger {
  /** Records a value that the spec did not state, and hands it back. */
  assume<T extends Assumption['value']>(path: string, value: T, unit: string | null, from: DefaultSource): T;
  /** Records that a stated word was looked up in the catalog. */
  fromCatalog(path: string, entry: string, from: Provenance | null): void;
  readonly assumptions: readonly Assumption[];
  readonly origins: Readonly<Record<string, Origin>>;
}

/** @param traced whether to record where stated values came from; a sweep has no use for it */
export function createLedger(document: SpecDocument, traced = true): Ledger {
  const assumptions: Assumption[] = [];
  const origins: Record<string, Origin> = {};
  const record = (value: unknown, path: Path): void => {
    if (path.length > 0) origins[dottedPath(path)] = document.origin(path);
    if (Array.isArray(value)) value.forEach((item, i) => void record(item, [...path, i]));
    else if (isMapping(value)) for (const [key, child] of Object.entries(value)) record(child, [...path, key]);
  };
  if (traced) record(document.data, []);
  return {
    assume: (path, value, unit, { source, confidence }) => {
      assumptions.push({ path, value, unit, source, confidence });
      origins[path] = { kind: 'default', source, confidence };
      return value;
    },
    fromCatalog: (path, entry, from) => {
      if (from !== null) origins[path] = { kind: 'catalog', entry, ...from };
    },
    assumptions,
    origins,
  };
}
