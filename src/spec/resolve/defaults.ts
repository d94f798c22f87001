import { provenanceOf } from '../../catalog/provenance.ts';
import type { Catalog, Provenance } from '../../catalog/types.ts';
import type { DefaultSource } from './ledger.ts';

/** Year of the software where a spec names none: the stack this version's constants describe as today's. */
export const TODAY = 2026;

export const DEFAULT_FRAMEWORK = 'megatron';

/** A default that is a decision of this tool, with its reason. */
export const judged = (reason: string): DefaultSource => ({ source: reason, confidence: 'judgement' });

/** One named value of an operating figure with its source. Throws when the catalog lacks it: a defect of the build. */
export function operatingValue(
  catalog: Catalog,
  id: string,
  name = 'default',
): { value: number; unit: string; from: Provenance } {
  const entry = catalog.operating.find((candidate) => candidate.id === id);
  const value = typeof entry?.value === 'number' ? entry.value : entry?.value[name];
  if (entry === undefined || value === undefined) throw new Error(`the catalog has no operating figure ${id} ${name}`);
  const from = provenanceOf(entry.provenance, typeof entry.value === 'number' ? 'value' : `value.${name}`);
  return { value, unit: entry.unit, from: from ?? { source: 'catalog', confidence: 'memory' } };
}
