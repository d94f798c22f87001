/** A spec as plain data, and the places in it. */
export type Tree = { [key: string]: unknown } | unknown[];

export interface Place {
  readonly parent: Tree;
  readonly key: string | number;
  readonly value: unknown;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Every key and list item, in order, parents before children. */
export function places(tree: Tree): Place[] {
  const found: Place[] = [];
  const walk = (parent: Tree): void => {
    const keys = Array.isArray(parent) ? parent.keys() : Object.keys(parent);
    for (const key of keys) {
      const value = (parent as Record<string | number, unknown>)[key];
      found.push({ parent, key, value });
      if (isTree(value)) walk(value);
    }
  };
  walk(tree);
  return found;
}

export function setAt({ parent, key }: Place, value: unknown): void {
  (parent as Record<string | number, unknown>)[key] = value;
}

export function removeAt({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key as string];
}

export function renameAt(place: Place, name: string): void {
  const { parent, key, value } = place;
  if (Array.isArray(parent)) return;
  delete parent[key as string];
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}
