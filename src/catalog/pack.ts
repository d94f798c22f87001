import type { Catalog, Provenance } from './types.ts';

/**
 * The catalog as it is stored: every provenance record once in a table, entries refer to it by index. Citations repeat
 * hundreds of times, and reading them would dominate start-up.
 */
export interface PackedCatalog {
  readonly provenance: readonly Provenance[];
  readonly lists: Readonly<Record<keyof Catalog, readonly unknown[]>>;
}

export function packCatalog(catalog: Catalog): PackedCatalog {
  const table: Provenance[] = [];
  const index = new Map<string, number>();
  const put = (record: Provenance): number => {
    const key = JSON.stringify(record);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, table.length);
    return table.push(record) - 1;
  };
  const packMap = (map: Readonly<Record<string, Provenance>>): Record<string, number> =>
    Object.fromEntries(Object.entries(map).map(([path, record]) => [path, put(record)]));
  const entries = (list: readonly { readonly provenance: Readonly<Record<string, Provenance>> }[]): unknown[] =>
    list.map((entry) => ({ ...entry, provenance: packMap(entry.provenance) }));
  const lists = {
    gpus: entries(catalog.gpus),
    nics: entries(catalog.nics),
    switches: entries(catalog.switches),
    servers: entries(catalog.servers),
    optics: entries(catalog.optics),
    models: entries(catalog.models),
    operating: entries(catalog.operating),
    constants: catalog.constants.map((constant) => ({
      ...constant,
      values: constant.values.map((value) => ({ ...value, provenance: put(value.provenance) })),
    })),
  };
  return { provenance: table, lists };
}

interface PackedEntry {
  readonly provenance: Readonly<Record<string, number>>;
}
interface PackedConstant {
  readonly values: readonly { readonly provenance: number }[];
}

/** Inverse of `packCatalog`. Records are shared between the entries that cite them. */
export function unpackCatalog({ provenance: table, lists }: PackedCatalog): Catalog {
  const record = (at: number): Provenance => {
    const found = table[at];
    if (found === undefined) throw new RangeError(`packed catalog has no provenance ${at}`);
    return found;
  };
  const entries = (list: readonly unknown[]): unknown[] =>
    (list as readonly PackedEntry[]).map((entry) => {
      const provenance: Record<string, Provenance> = {};
      for (const path in entry.provenance) provenance[path] = record(entry.provenance[path] ?? -1);
      return { ...entry, provenance };
    });
  const constants = (lists.constants as readonly PackedConstant[]).map((constant) => ({
    ...constant,
    values: constant.values.map((value) => ({ ...value, provenance: record(value.provenance) })),
  }));
  return {
    gpus: entries(lists.gpus),
    nics: entries(lists.nics),
    switches: entries(lists.switches),
    servers: entries(lists.servers),
    optics: entries(lists.optics),
    models: entries(lists.models),
    operating: entries(lists.operating),
    constants,
  } as unknown as Catalog;
}
