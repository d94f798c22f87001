import * as z from 'zod';
import { overlayProvenance, provenanceOf } from './provenance.ts';
import { quantity } from './quantity.ts';
import type { Confidence, PriceUsd, Provenance } from './types.ts';

const CONFIDENCES = [
  'read',
  'secondary',
  'derived',
  'memory',
  'judgement',
  'fitted',
] as const satisfies readonly Confidence[];

export const confidenceSchema = z.enum(CONFIDENCES).register(z.globalRegistry, {
  description:
    'read: in the text of the named source; secondary: third party or estimate; derived: computed from cited numbers; memory: no source found; judgement, fitted: model constants',
});

export const provenanceSchema = z.strictObject({
  source: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .register(z.globalRegistry, { description: 'A citation, or a key (or keys) of the `sources` table of the file' }),
  confidence: confidenceSchema,
  date: z
    .string()
    .optional()
    .register(z.globalRegistry, { description: 'Date of the figure, ISO 8601 (year, month or day)' }),
});

export const sourcesSchema = z
  .record(
    z.string(),
    z.union([z.string().min(1), z.strictObject({ cite: z.string().min(1), date: z.string().optional() })]),
  )
  .register(z.globalRegistry, { description: 'Citations by key, for `provenance.source`' });

export type Sources = z.output<typeof sourcesSchema>;

const money = (what: string) => quantity('money', what, { range: 'non-negative' });

/** The level whose price is below that of a lower level; null where low <= typical <= high. */
export function disorderOf(
  price: { readonly [K in keyof PriceUsd]?: number | null | undefined },
): keyof PriceUsd | null {
  const { low, typical, high } = price;
  if (typical != null && low != null && typical < low) return 'typical';
  const floor = typical ?? low;
  return high != null && floor != null && high < floor ? 'high' : null;
}

/** A range from 0 without a typical price: its geometric mean would be 0, whatever its high end. */
export const isWithoutMean = ({
  low,
  typical,
  high,
}: {
  readonly [K in keyof PriceUsd]?: number | null | undefined;
}): boolean => typical == null && low === 0 && high != null && high > 0;

/** What completes "must be" for the low end of such a range, and the way out. */
export const WITHOUT_MEAN = {
  range: 'above 0 where typical is left out',
  help: 'typical would be the geometric mean of low and high, which is 0; state typical',
} as const;

/** One amount is the typical price; a mapping states the range; null is unknown. */
export const priceSchema = z
  .union([
    money('Typical price').transform((typical): PriceUsd => ({ low: null, typical, high: null })),
    z
      .strictObject({
        low: money('Lowest').nullable().optional(),
        typical: money('Typical').nullable().optional(),
        high: money('Highest').nullable().optional(),
      })
      .check(({ value, issues }) => {
        if (isWithoutMean(value)) {
          const { range, help } = WITHOUT_MEAN;
          issues.push({
            code: 'custom',
            input: value.low,
            path: ['low'],
            message: `must be ${range}`,
            params: { help },
          });
        }
        const key = disorderOf(value);
        if (key === null) return;
        issues.push({
          code: 'custom',
          input: value[key],
          path: [key],
          message: 'must not be below a lower price level',
        });
      })
      .transform(
        ({ low, typical, high }): PriceUsd => ({ low: low ?? null, typical: typical ?? null, high: high ?? null }),
      ),
  ])
  .nullable()
  .register(z.globalRegistry, { description: 'Price in USD: one amount, or { low, typical, high }; null: unknown' });

/** Keys of every entry beside its own figures. */
export const entryKeys = {
  name: z.string().min(1).optional().register(z.globalRegistry, { description: 'Name shown in reports' }),
  status: z.enum(['available', 'announced']).optional(),
  facts: z
    .record(z.string(), z.union([z.number(), z.string()]))
    .optional()
    .register(z.globalRegistry, { description: 'Published figures that no model reads, as printed' }),
  notes: z.array(z.string()).optional(),
  provenance: z.record(z.string(), provenanceSchema).optional().register(z.globalRegistry, {
    description: 'Source and confidence by field path; a parent path covers its children, * the whole entry',
  }),
};

/** Keys of every device, inline or in a catalog file. */
export const deviceKeys = {
  base: z
    .string()
    .optional()
    .register(z.globalRegistry, { description: 'Catalog id to inherit from; the keys given here override it' }),
  ...entryKeys,
};

export const idKey = {
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower-case letters, digits, dots, hyphens and underscores'),
};

/** What the compiler knows about an entry beside its own text. */
export interface EntryContext {
  readonly id: string;
  readonly sources: Sources;
  /** Provenance of what the entry states without naming a source; null for files that must name one. */
  readonly fallback: Provenance | null;
}

/** A compiled entry, or the keys that are missing. */
export type Compiled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly missing: readonly string[] };

interface DeviceInput {
  readonly name?: string | undefined;
  readonly status?: 'available' | 'announced' | undefined;
  readonly facts?: Readonly<Record<string, number | string>> | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly provenance?: Readonly<Record<string, z.output<typeof provenanceSchema>>> | undefined;
}

interface Header {
  readonly id: string;
  readonly name: string;
  readonly status: 'available' | 'announced';
  readonly notes: readonly string[];
  readonly facts?: Readonly<Record<string, number | string>>;
  readonly provenance: Readonly<Record<string, Provenance>>;
}

const NOT_FIELDS = new Set(['id', 'base', 'name', 'status', 'notes', 'provenance', 'vendor', 'generation']);

/** The keys every compiled entry has, the input's over its base's. */
export function entryHeader(input: DeviceInput, base: Header | null, context: EntryContext): Header {
  const own = resolveProvenance(input.provenance ?? {}, context.sources);
  const touched = Object.entries(input).flatMap(([key, value]) => (NOT_FIELDS.has(key) ? [] : leafPaths(key, value)));
  const facts = { ...base?.facts, ...input.facts };
  return {
    id: context.id,
    name: input.name ?? base?.name ?? context.id,
    status: input.status ?? base?.status ?? 'available',
    notes: input.notes ?? base?.notes ?? [],
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    provenance: overlayProvenance(base?.provenance ?? {}, own, touched, context.fallback),
  };
}

/** Replaces source keys by their citations. */
export function resolveProvenance(
  records: Readonly<Record<string, z.output<typeof provenanceSchema>>>,
  sources: Sources,
): Record<string, Provenance> {
  return Object.fromEntries(Object.entries(records).map(([path, record]) => [path, resolveRecord(record, sources)]));
}

function resolveRecord(record: z.output<typeof provenanceSchema>, sources: Sources): Provenance {
  const keys = typeof record.source === 'string' ? [record.source] : record.source;
  const cited = keys.map((key) => {
    const source = Object.hasOwn(sources, key) ? sources[key] : undefined;
    return typeof source === 'string' || source === undefined ? { cite: source ?? key, date: undefined } : source;
  });
  const date = record.date ?? (cited.length === 1 ? cited[0]?.date : undefined);
  const source = cited.map(({ cite }) => cite).join('; ');
  return { source, confidence: record.confidence, ...(date === undefined ? {} : { date }) };
}

function leafPaths(path: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path === 'price' || path === 'rent')
    return [path];
  return Object.entries(value).flatMap(([key, child]) => leafPaths(`${path}.${key}`, child));
}

/** Significant digits of a typical price that is derived: more would claim a precision nobody published. */
const DERIVED_DIGITS = 3;

/**
 * A price whose typical value is unknown takes the geometric mean of its range, or the one end that is known; marked as
 * derived.
 */
export function withTypical<T extends Pick<Header, 'provenance'>>(
  entry: T,
  field: string,
  price: PriceUsd | null,
): { price: PriceUsd | null; entry: T } {
  if (price === null || price.typical !== null) return { price, entry };
  const { low, high } = price;
  const only = low ?? high;
  if (only === null) return { price, entry };
  const both = low !== null && high !== null;
  const typical = both ? Number(Math.sqrt(low * high).toPrecision(DERIVED_DIGITS)) : only;
  const range = provenanceOf(entry.provenance, low === null ? `${field}.high` : `${field}.low`);
  const what = both
    ? 'Geometric mean of low and high'
    : `The ${low === null ? 'high' : 'low'} price, the only one known`;
  const source = `${what}${range === null ? '' : `, which ${both ? 'are' : 'is'} from: ${range.source}`}`;
  const record: Provenance = {
    source,
    confidence: 'derived',
    ...(range?.date === undefined ? {} : { date: range.date }),
  };
  return {
    price: { ...price, typical },
    entry: { ...entry, provenance: { ...entry.provenance, [`${field}.typical`]: record } },
  };
}

/** The input's value where it states one (null included), the base's otherwise. */
export function given<T>(input: T | undefined, base: T | undefined): T | undefined {
  return input === undefined ? base : input;
}
