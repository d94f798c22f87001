import type { CatalogRow } from '../catalog/rows.ts';
import type { CatalogKind } from '../catalog/schema.ts';
import { csvText } from './csv.ts';
import { jsonText } from './json.ts';
import { listing } from './listing.ts';
import { plainTable } from './plain-table.ts';
import type { Painter } from './reporter.ts';

/** Fields worth a column when a whole kind is listed; one entry shows all of its fields. */
const columns: Readonly<Record<CatalogKind, readonly string[]>> = {
  gpus: ['peak.bf16', 'peak.fp8', 'memory', 'memory_bandwidth', 'scale_up.bandwidth', 'scale_up.domain', 'power'],
  nics: ['bandwidth', 'latency', 'transport', 'power', 'price.typical'],
  switches: ['technology', 'ports', 'port_bandwidth', 'latency', 'power', 'price.typical'],
  servers: ['gpu', 'gpus', 'nics', 'includes_nics', 'power', 'price.typical'],
  optics: ['kind', 'bandwidth', 'reach', 'power_per_end', 'price.typical'],
  models: ['parameters', 'layers', 'hidden', 'heads', 'kv_heads', 'ffn', 'vocab', 'moe.experts'],
  operating: [],
  constants: [],
};

const byEntry = (rows: readonly CatalogRow[]): ReadonlyMap<string, readonly CatalogRow[]> => {
  const entries = new Map<string, CatalogRow[]>();
  for (const row of rows) entries.set(row.id, [...(entries.get(row.id) ?? []), row]);
  return entries;
};

/** What kinds there are, with the number of entries of each. */
export const kindsTable = (counts: readonly (readonly [string, number])[], paint: Painter): string =>
  `${listing(
    ['kind', 'entries'].map((cell) => paint.dim(cell)),
    counts.map(([kind, count]) => [kind, String(count)]),
    'lr',
  )}\n\n  fabricplan catalog <kind> lists them, fabricplan catalog <kind> <id> shows every number with its source\n`;

export function catalogTable(kind: CatalogKind, rows: readonly CatalogRow[], one: boolean, paint: Painter): string {
  return one || columns[kind].length === 0 ? fieldsTable(rows, paint) : entriesTable(kind, rows, paint);
}

function entriesTable(kind: CatalogKind, rows: readonly CatalogRow[], paint: Painter): string {
  const head = ['id', 'name', ...columns[kind]];
  const body = [...byEntry(rows)].map(([id, fields]) => {
    const text = new Map(fields.map((row) => [row.field, row.text]));
    return [
      id,
      fields[0]?.name ?? '',
      ...columns[kind].map((field) => text.get(field) ?? text.get(field.replace(/\..*/, '')) ?? ''),
    ];
  });
  const align = `ll${'r'.repeat(columns[kind].length)}`;
  return `${plainTable(
    head.map((cell) => paint.dim(cell)),
    body,
    align,
  )}\n`;
}

function fieldsTable(rows: readonly CatalogRow[], paint: Painter): string {
  const head = ['field', 'value', 'confidence', 'date', 'source'].map((cell) => paint.dim(cell));
  const blocks = [...byEntry(rows)].map(([id, fields]) => {
    const name = fields[0]?.name ?? '';
    const body = fields.map((row) => [row.field, row.text, row.confidence ?? '', row.date ?? '', row.source ?? '']);
    return `${paint.bold(id)}${name === '' ? '' : `  ${name}`}\n${listing(head, body, 'lrlll')}`;
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Entries with each field's value, unit, source, confidence and date. */
export const catalogJson = (rows: readonly CatalogRow[]): string =>
  jsonText(
    [...byEntry(rows)].map(([id, fields]) => ({
      kind: fields[0]?.kind,
      id,
      name: fields[0]?.name,
      fields: fields.map(({ field, value, unit, source, confidence, date }) => ({
        field,
        value,
        unit,
        source,
        confidence,
        date,
      })),
    })),
  );

export const catalogCsv = (rows: readonly CatalogRow[]): string =>
  csvText(
    ['kind', 'id', 'name', 'field', 'value', 'unit', 'source', 'confidence', 'date'],
    rows.map((r) => [r.kind, r.id, r.name, r.field, r.value, r.unit, r.source, r.confidence, r.date]),
  );
