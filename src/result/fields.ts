import { resultJsonSchema } from './json-schema.ts';

/** One leaf of the result. List items are `[]`, open maps `*`: `fabric.tiers[].switches`. */
export interface ResultField {
  readonly path: string;
  readonly kind: 'number' | 'boolean' | 'text';
  readonly nullable: boolean;
  /** All it can say; null: a number, or free text. */
  readonly words: readonly string[] | null;
}

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

const KINDS: Readonly<Record<string, ResultField['kind']>> = {
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

/** Every leaf of the result in schema order, read from its JSON Schema. */
export function resultFields(): readonly ResultField[] {
  const fields: ResultField[] = [];
  walk(resultJsonSchema() as Node, '', false, fields);
  return fields;
}

function walk(node: Node, path: string, nullable: boolean, fields: ResultField[]): void {
  const options = node.anyOf?.filter((option) => option.type !== 'null');
  const [only] = options ?? [];
  if (options?.length === 1 && only !== undefined) {
    walk(only, path, true, fields);
  } else if (node.properties !== undefined) {
    for (const [name, child] of Object.entries(node.properties)) {
      walk(child, path === '' ? name : `${path}.${name}`, nullable, fields);
    }
  } else if (node.items?.properties !== undefined) {
    walk(node.items, `${path}[]`, nullable, fields);
  } else if (typeof node.additionalProperties === 'object') {
    walk(node.additionalProperties, `${path}.*`, nullable, fields);
  } else {
    const kind = KINDS[node.type ?? ''] ?? 'text';
    const words = kind === 'boolean' ? ['true', 'false'] : (node.enum ?? null);
    fields.push({ path, kind, nullable, words });
  }
}
