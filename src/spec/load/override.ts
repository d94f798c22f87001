import type { At, Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badOverride } from '../../diagnostics/messages/text.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Target } from '../yaml/locate.ts';
import { isMapping, type Mapping, type Path } from './path.ts';

/** One `--set path=value`. */
export interface Override {
  readonly text: string;
  readonly path: Path;
  readonly value: unknown;
  /** Place inside the argument, shown as file `--set`: the value, or the key at a depth (default the last) of its path. */
  readonly at: (target: Target, depth?: number) => At;
}

const MAX_LENGTH = 4096;
const MAX_PARTS = 16;
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/** Keys whose catalog id a deeper override turns into an inline device that starts from it. */
const DEVICES = new Set(['gpus.type', 'nics.type', 'topology.switch']);

type ParseOutcome =
  | { readonly ok: true; readonly override: Override }
  | { readonly ok: false; readonly problem: Diagnostic };
type ApplyOutcome =
  | { readonly ok: true; readonly data: Mapping }
  | { readonly ok: false; readonly problem: Diagnostic };

/** Reads `path=value`; the value is typed as in YAML (`1024`, `true`, `400 Gb/s`, `[1, 7]`). */
export function parseOverride(text: string): ParseOutcome {
  const equals = text.indexOf('=');
  const place = (start: number, end: number): At => ({
    file: '--set',
    line: 1,
    column: start + 1,
    length: Math.max(1, end - start),
    sourceLine: text.replace(/[\r\n]+/g, ' '),
  });
  const refuse = (reason: string, help?: string): ParseOutcome => ({
    ok: false,
    problem: badOverride({ path: '', at: place(0, text.length) }, text, reason, help),
  });
  if (text.length > MAX_LENGTH) return refuse('is too long');
  if (equals < 0) return refuse('has no = sign');
  const parts = text
    .slice(0, equals)
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => part.trim());
  if (parts.some((part) => part === '')) return refuse('has an empty key in its path');
  if (parts.length > MAX_PARTS) return refuse('has too many keys in its path');
  if (parts.some((part) => UNSAFE.has(part))) return refuse('names a key that is never accepted');
  if (parts[0] === 'extends') return refuse('cannot change the base of a spec', 'write "extends" in the file');
  const loaded = loadYaml(`value: ${text.slice(equals + 1)}\n`, '--set');
  if (loaded.data === undefined || loaded.diagnostics.length > 0 || Object.keys(loaded.data).length !== 1) {
    return refuse('has a value that is not valid YAML', 'quote the value, or write a plain number, word or [list]');
  }
  const override: Override = {
    text,
    path: parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    value: loaded.data['value'],
    at: (target, depth = parts.length) => {
      if (target === 'value' && depth >= parts.length) return place(equals + 1, text.length);
      const written = [...text.slice(0, equals).matchAll(/[^.[\]]+/g)][Math.min(depth, parts.length) - 1];
      return place(written?.index ?? 0, (written?.index ?? 0) + (written?.[0].length ?? equals));
    },
  };
  return { ok: true, override };
}

/** A copy of `data` with the override in it, or why its path leads nowhere. A value of null takes the key out. */
export function applyOverride(data: Mapping, { path, value, text, at }: Override): ApplyOutcome {
  const refuse = (reason: string): ApplyOutcome => ({
    ok: false,
    problem: badOverride({ path: '', at: at('key') }, text, reason),
  });
  // Only what stands along the path is copied: variants of a spec share the rest, and what is known of it.
  const root: Record<string, unknown> = { ...data };
  let node: unknown = root;
  for (const [i, part] of path.entries()) {
    const walked = path.slice(0, i).join('.');
    const here = path.slice(0, i + 1).join('.');
    if (Array.isArray(node) && typeof part === 'number' && part > node.length) {
      return refuse(`has index ${part}, but ${walked} has ${node.length} entries`);
    }
    if (!isMapping(node) && !(Array.isArray(node) && typeof part === 'number')) {
      return refuse(`goes below ${walked}, which is ${Array.isArray(node) ? 'a list' : 'no mapping'}`);
    }
    const parent = node as Record<string | number, unknown>;
    const child = Object.hasOwn(parent, part) ? parent[part] : undefined;
    const last = i === path.length - 1;
    if (last && value === null && isMapping(node)) delete parent[part];
    else parent[part] = last ? value : copied(opened(child, here));
    node = parent[part];
  }
  return { ok: true, data: root };
}

const copied = (value: unknown): unknown =>
  Array.isArray(value) ? [...value] : isMapping(value) ? { ...value } : value;

/**
 * What an override finds at a key it goes below: a mapping or list as it is, a catalog id as the base of an inline device,
 * nothing (and `parallelism: auto`) as a new mapping. Other values stay, and the override is refused at them.
 */
function opened(value: unknown, path: string): unknown {
  if (value === undefined || value === null) return {};
  if (path === 'workload.parallelism' && value === 'auto') return {};
  return typeof value === 'string' && DEVICES.has(path) ? { base: value } : value;
}
