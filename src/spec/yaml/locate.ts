import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { At } from '../../diagnostics/diagnostic.ts';
import type { Source } from './source.ts';

export type Target = 'key' | 'value';
export type Locate = (path: readonly (string | number)[], target?: Target) => At;

/**
 * A function from a path in the data to its place in the text: the value there, or the key that leads to it. What does
 * not exist is placed at its nearest parent that does; empty values and indented blocks at their key.
 */
export function createLocate(root: Node | null, targets: ReadonlyMap<Alias, Node>, source: Source): Locate {
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const resolve = (node: unknown): unknown => (isNode(node) && isAlias(node) ? targets.get(node) : node);

  function pairAt(map: YAMLMap, key: string): Pair | undefined {
    let index = indexes.get(map);
    if (index === undefined) {
      // The first of duplicate keys is the one whose value counts.
      index = new Map([...map.items].reverse().map((pair) => [keyText(pair), pair]));
      indexes.set(map, index);
    }
    return index.get(key);
  }

  return (path, target = 'value') => {
    let value: unknown = root;
    let key: unknown;
    for (const [i, part] of path.entries()) {
      const parent = resolve(value);
      const pair = isMap(parent) ? pairAt(parent, String(part)) : undefined;
      const item = isSeq(parent) && typeof part === 'number' ? parent.items[part] : undefined;
      if (pair === undefined && item === undefined) return source.at(...rangeOf(key ?? firstKey(root)));
      if (pair !== undefined) {
        key = pair.key;
        value = pair.value;
      } else {
        value = item;
        // A list item is its own handle, but a block under a dash still has none better than itself.
        key = firstKey(item);
      }
      if (i === path.length - 1 && target === 'key') return source.at(...rangeOf(key));
    }
    return source.at(...rangeOf(shows(value, source) ? value : (key ?? firstKey(root))));
  };
}

const keyText = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

/** Whether marking the value itself says more than marking its key: it has text, and is no block of indented lines. */
function shows(value: unknown, source: Source): boolean {
  if (!isNode(value) || !value.range || value.range[0] >= value.range[1]) return false;
  if (isMap(value) || isSeq(value)) return value.flow === true;
  return source.text.slice(value.range[0], value.range[1]).trim() !== '';
}

/** The first key or item inside a collection, the node itself otherwise. */
function firstKey(node: unknown): unknown {
  if (isMap(node) && node.flow !== true) return node.items[0]?.key ?? node;
  return node;
}

function rangeOf(node: unknown): [number, number] {
  const range = isNode(node) ? node.range : undefined;
  return range ? [range[0], Math.max(range[0] + 1, range[1])] : [0, 1];
}
