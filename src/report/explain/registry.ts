import { collectives } from './collectives.ts';
import { cost } from './cost.ts';
import type { Entries, Entry } from './entry.ts';
import { envelope } from './envelope.ts';
import { fabric } from './fabric.ts';
import { memory } from './memory.ts';
import { plan } from './plan.ts';
import { power } from './power.ts';
import { range } from './range.ts';
import { traffic } from './traffic.ts';
import { training } from './training.ts';
import { verdict } from './verdict.ts';

/** Every leaf of the result. */
export const entries: Entries = {
  ...envelope,
  ...plan,
  ...fabric,
  ...traffic,
  ...collectives,
  ...training,
  ...memory,
  ...cost,
  ...power,
  ...range,
  ...verdict,
};

export const explainedFields: readonly string[] = Object.keys(entries);

const openMaps = explainedFields.filter((field) => field.endsWith('.*')).map((field) => field.slice(0, -1));

/** The registry's name of a field: every list index as `[]`, the key of an open map as `*`. */
export function canonicalPath(path: string): string {
  const plain = path.replace(/\[\d+\]/g, '[]');
  if (Object.hasOwn(entries, plain)) return plain;
  const inMap = openMaps.find((prefix) => plain.startsWith(prefix));
  if (inMap !== undefined) return `${inMap}*`;
  return explainedFields.find((field) => field.replaceAll('[]', '') === plain) ?? plain;
}

/** Fields of a section of the result (`training.memory`, `collectives[0]`), in their order; list indexes are kept. */
export function fieldsBelow(section: string): readonly string[] {
  const plain = section.replace(/\[\d+\]/g, '[]');
  return explainedFields
    .filter((field) => field.startsWith(`${plain}.`) || field.startsWith(`${plain}[]`))
    .map((field) => section + field.slice(plain.length));
}

export function entryOf(path: string): Entry | null {
  const field = canonicalPath(path);
  return Object.hasOwn(entries, field) ? (entries[field] ?? null) : null;
}
