import { didYouMean } from '../diagnostics/suggest.ts';
import { type ResultField, resultFields } from '../result/fields.ts';

/** Fields of a result by the name a user gives: `fabric.tiers[0].switches` is the leaf `fabric.tiers[].switches`. */
export interface KnownFields {
  /** null: there is no such field. */
  find(path: string): ResultField | null;
  readonly names: readonly string[];
  /** `did you mean ...?`, or undefined. */
  near(path: string): string | undefined;
}

let table: KnownFields | undefined;

/** Every leaf of the result, from its schema. */
export function knownFields(): KnownFields {
  table ??= build(resultFields());
  return table;
}

function build(fields: readonly ResultField[]): KnownFields {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const maps = fields.filter(({ path }) => path.endsWith('.*'));
  const names = [...byPath.keys()];
  return {
    find: (path) => {
      const plain = path.replace(/\[\d+\]/g, '[]');
      const inMap = maps.find(({ path: pattern }) => plain.startsWith(pattern.slice(0, -1)));
      return byPath.get(plain) ?? inMap ?? null;
    },
    names,
    near: (path) => didYouMean(path, names, 2),
  };
}
