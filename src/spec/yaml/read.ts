import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { type Diagnostic, dottedPath } from '../../diagnostics/diagnostic.ts';
import * as problem from '../../diagnostics/messages/text.ts';
import { unsafeCharacter } from '../../diagnostics/printable.ts';
import { LIMITS } from './limits.ts';
import type { Source } from './source.ts';

/** Plain data and what is needed to find it again in the text. */
export interface Read {
  readonly data: unknown;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly problems: readonly Diagnostic[];
}

type Path = readonly (string | number)[];

/** A value with its size and height as if its aliases were written out. */
interface Value {
  readonly data: unknown;
  readonly size: number;
  readonly height: number;
}

const NOTHING: Value = { data: null, size: 1, height: 0 };
/** Keys that reach the prototype of an object instead of the object. */
const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Turns a composed document into plain data under our rules. Pairs with a refused key are reported and left out. An
 * alias shares the value of its anchor, so memory does not grow; its written-out size is what the limit counts.
 */
export function read(root: Node | null, source: Source): Read {
  const problems: Diagnostic[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, { readonly node: Node; value: Value | undefined }>();
  let aliases = 0;
  let repeated = 0;

  const where = (path: Path, node: Node) => ({
    path: dottedPath(path),
    at: source.at(node.range?.[0] ?? 0, node.range?.[1] ?? undefined),
  });
  const report = (diagnostic: Diagnostic): void => {
    if (problems.length < LIMITS.diagnostics) problems.push(diagnostic);
  };

  function value(node: unknown, path: Path): Value {
    if (!isNode(node)) return NOTHING;
    if (isAlias(node)) return alias(node, path);
    if (node.tag !== undefined) report(problem.tagRefused(where(path, node), node.tag));
    const anchor = node.anchor === undefined ? undefined : { node, value: undefined as Value | undefined };
    if (anchor !== undefined && node.anchor !== undefined) anchors.set(node.anchor, anchor);
    const result = isMap(node)
      ? mapping(node, path)
      : isSeq(node)
        ? list(node.items, path)
        : scalar(node as Scalar, path);
    if (anchor !== undefined) anchor.value = result;
    return result;
  }

  function alias(node: Alias, path: Path): Value {
    aliases += 1;
    const anchor = anchors.get(node.source);
    if (anchor === undefined) {
      report(problem.aliasWithoutAnchor(where(path, node), node.source));
      return NOTHING;
    }
    if (anchor.value === undefined) {
      report(problem.aliasInsideItself(where(path, node), node.source));
      return NOTHING;
    }
    targets.set(node, anchor.node);
    repeated += anchor.value.size;
    if (aliases === LIMITS.aliases + 1) report(problem.aliasesRepeat(where(path, node), `${LIMITS.aliases} times`));
    if (repeated > LIMITS.repeatedValues) {
      if (repeated - anchor.value.size <= LIMITS.repeatedValues) {
        report(problem.aliasesRepeat(where(path, node), `${LIMITS.repeatedValues} values`));
      }
      return NOTHING;
    }
    if (path.length + anchor.value.height > LIMITS.depth) {
      report(problem.tooDeep(where(path, node), LIMITS.depth));
      return NOTHING;
    }
    return anchor.value;
  }

  function scalar(node: Scalar, path: Path): Value {
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(problem.notFinite(where(path, node), node.source ?? String(node.value)));
    }
    const unsafe = typeof node.value === 'string' ? unsafeCharacter(node.value) : undefined;
    if (unsafe !== undefined) report(problem.controlCharacter(where(path, node), unsafe.codePointAt(0) ?? 0));
    return { data: node.value ?? null, size: 1, height: 0 };
  }

  function list(items: readonly unknown[], path: Path): Value {
    const values = items.map((item, i) => value(item, [...path, i]));
    return collection(
      values.map(({ data }) => data),
      values,
    );
  }

  function mapping(node: YAMLMap, path: Path): Value {
    const data: Record<string, unknown> = {};
    const values: Value[] = [];
    const lines = new Map<string, number>();
    for (const pair of node.items) {
      const key = keyOf(pair, path);
      // Read all the same: an anchor in it may be used later, and its own mistakes are worth reporting.
      const one = value(pair.value, key === undefined ? path : [...path, key]);
      if (key === undefined || !isNode(pair.key)) continue;
      const place = where([...path, key], pair.key as Node);
      const first = lines.get(key);
      if (first !== undefined) {
        report(problem.duplicateKey(place, key, first));
        continue;
      }
      lines.set(key, place.at.line);
      data[key] = one.data;
      values.push(one);
    }
    return collection(data, values);
  }

  /** The key as text; undefined when it is refused, which has then been reported. */
  function keyOf({ key }: Pair, path: Path): string | undefined {
    const node = isNode(key) ? key : undefined;
    const place = node === undefined ? { path: dottedPath(path) } : where(path, node);
    if (node !== undefined && isScalar(node) && typeof node.value === 'string') {
      const text = node.value;
      if (node.tag !== undefined) report(problem.tagRefused(place, node.tag));
      else if (UNSAFE_KEYS.has(text)) report(problem.unsafeKey(place, text));
      else if (unsafeCharacter(text) !== undefined)
        report(problem.controlCharacter(place, unsafeCharacter(text)?.codePointAt(0) ?? 0));
      else if (text === '<<') report(problem.mergeKey(place));
      else return text;
      return undefined;
    }
    if (node === undefined || isAlias(node))
      report(problem.keyNotText(place, node === undefined ? 'nothing' : 'an alias'));
    else if (isScalar(node)) report(problem.keyNotText(place, kindOf(node.value), node.source));
    else report(problem.keyNotText(place, isSeq(node) ? 'a list' : 'a mapping'));
    return undefined;
  }

  const { data } = value(root, []);
  return { data, targets, problems };
}

function collection(data: unknown, parts: readonly Value[]): Value {
  let size = 1;
  let height = 0;
  for (const part of parts) {
    size += part.size;
    height = Math.max(height, part.height);
  }
  return { data, size, height: height + 1 };
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'nothing';
}
