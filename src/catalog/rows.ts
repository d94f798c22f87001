import { BITS_PER_BYTE } from '../units/constants.ts';
import {
  formatBytes,
  formatBytesPerS,
  formatCompute,
  formatCount,
  formatLength,
  formatLinkRate,
  formatNumber,
  formatPower,
  formatTime,
  formatUsd,
} from '../units/format.ts';
import { type EntryField, FIELDS, type FieldValue } from './fields.ts';
import { provenanceOf } from './provenance.ts';
import type { CatalogKind } from './schema.ts';
import type { Catalog, Confidence, ConstantScope, ModelConstant, Provenance } from './types.ts';

/** One number or word of the catalog with its source, as the `catalog` command lists it. */
export interface CatalogRow {
  readonly kind: CatalogKind;
  readonly id: string;
  /** The entry's own name; empty for figures and constants. */
  readonly name: string;
  /** Path as written in YAML. */
  readonly field: string;
  /** null: unknown. */
  readonly value: FieldValue;
  readonly unit: string | null;
  /** The value for people; `unknown` where there is none. */
  readonly text: string;
  readonly source: string | null;
  readonly confidence: Confidence | null;
  readonly date: string | null;
}

const UNKNOWN = 'unknown';

/** Every field of a kind, or of one entry of it; facts, which no model reads, last. An unknown id gives no rows. */
export function catalogRows(catalog: Catalog, kind: CatalogKind, id?: string): readonly CatalogRow[] {
  const wanted = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
    id === undefined ? list : list.filter((entry) => entry.id === id);
  if (kind === 'constants') return wanted(catalog.constants).flatMap(constantRows);
  const fieldsOf = FIELDS[kind] as (entry: unknown) => readonly EntryField[];
  return wanted<Listed>(catalog[kind]).flatMap((entry) => {
    const facts = Object.entries(entry.facts ?? {}).map(([name, value]) => ({
      path: `facts.${name}`,
      value,
      unit: null,
    }));
    return [...fieldsOf(entry), ...facts].map((one) => row(kind, entry, one, provenanceOf(entry.provenance, one.path)));
  });
}

interface Listed {
  readonly id: string;
  readonly name?: string;
  readonly facts?: Readonly<Record<string, number | string>>;
  readonly provenance: Readonly<Record<string, Provenance>>;
}

function row(
  kind: CatalogKind,
  entry: { readonly id: string; readonly name?: string },
  field: EntryField,
  from: Provenance | null,
): CatalogRow {
  const { path, value, unit } = field;
  const known = value === null ? null : from;
  return {
    kind,
    id: entry.id,
    name: entry.name ?? '',
    field: path,
    value,
    unit,
    text: value === null ? UNKNOWN : textOf(value, unit),
    source: known?.source ?? null,
    confidence: known?.confidence ?? null,
    date: known?.date ?? null,
  };
}

function constantRows(constant: ModelConstant): readonly CatalogRow[] {
  return constant.values.map(({ scope, value, provenance }) =>
    row('constants', constant, { path: scopeText(scope), value, unit: constant.unit }, provenance),
  );
}

/** `generation hopper, years 2023 to 2025`; `default` for the empty scope. */
function scopeText({ yearFrom, yearTo, ...keys }: ConstantScope): string {
  const parts = Object.entries(keys).map(([key, value]) => `${key} ${value}`);
  if (yearFrom !== undefined || yearTo !== undefined)
    parts.push(`years ${yearFrom ?? ''} to ${yearTo ?? ''}`.trimEnd());
  return parts.length === 0 ? 'default' : parts.join(', ');
}

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  'FLOP/s': formatCompute,
  B: formatBytes,
  'B/s': formatBytesPerS,
  'b/s': (value) => formatLinkRate(value / BITS_PER_BYTE),
  s: formatTime,
  W: formatPower,
  m: formatLength,
  USD: formatUsd,
  'USD/h': (value) => `${formatUsd(value)}/h`,
};

function textOf(value: NonNullable<FieldValue>, unit: string | null): string {
  if (typeof value !== 'number') return String(value);
  if (unit === null) return formatCount(value);
  const format = FORMATS[unit];
  return format === undefined ? `${formatNumber(value)} ${unit}` : format(value);
}
