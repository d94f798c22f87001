import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Row } from './rows.ts';

interface TunedEntry {
  readonly set: string;
  readonly rows?: string;
}

const entries = (
  parse(readFileSync(new URL('./tuned.yaml', import.meta.url), 'utf8')) as { readonly tuned: readonly TunedEntry[] }
).tuned;

/** Whether model constants were set on this row. */
export const isTuned = (row: Pick<Row, 'set' | 'id'>): boolean =>
  entries.some((entry) => entry.set === row.set && row.id.startsWith(entry.rows ?? ''));
