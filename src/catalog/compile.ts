import type * as z from 'zod';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type Compiled, type EntryContext, type Sources, sourcesSchema } from './common.ts';
import { compileConstant, type constantSchema } from './kinds/constant.ts';
import { compileGpu } from './kinds/gpu.ts';
import { compileModel } from './kinds/model.ts';
import { compileNic } from './kinds/nic.ts';
import { compileOperating } from './kinds/operating.ts';
import { compileOptic } from './kinds/optic.ts';
import { compileServer } from './kinds/server.ts';
import { compileSwitch } from './kinds/switch.ts';
import { type CatalogProblem, problemsOf } from './problem.ts';
import { CATALOG_KINDS, type CatalogKind, type EntrySchemas, entrySchemas } from './schema.ts';
import type { Catalog, Provenance } from './types.ts';

/** One parsed catalog file. */
export interface CatalogFile {
  /** Named in problems. */
  readonly label: string;
  readonly data: unknown;
  /** Provenance of what the file states without a source; null for files whose every number names one. */
  readonly fallback: Provenance | null;
}

export interface CompiledCatalog {
  readonly catalog: Catalog;
  readonly problems: readonly CatalogProblem[];
}

export const EMPTY_CATALOG: Catalog = {
  gpus: [],
  nics: [],
  switches: [],
  servers: [],
  optics: [],
  models: [],
  operating: [],
  constants: [],
};

type Lists = { -readonly [K in CatalogKind]: Catalog[K][number][] };
type Problem = Omit<CatalogProblem, 'file' | 'path'> & { readonly path?: readonly (string | number)[] };

/**
 * Compiles files in order over a catalog: an entry of a known id overrides the keys it states, a new id adds an entry. What
 * is wrong is reported and left out. Pure.
 */
export function compileCatalog(files: readonly CatalogFile[], over: Catalog = EMPTY_CATALOG): CompiledCatalog {
  const lists = Object.fromEntries(CATALOG_KINDS.map((kind) => [kind, [...over[kind]]])) as unknown as Lists;
  const problems: CatalogProblem[] = [];
  for (const file of files) compileFile(file, lists, problems);
  return { catalog: lists, problems };
}

function compileFile(file: CatalogFile, lists: Lists, problems: CatalogProblem[]): void {
  const { label, data } = file;
  const report = (path: readonly (string | number)[], problem: Problem): void => {
    problems.push({ file: label, ...problem, path: [...path, ...(problem.path ?? [])] });
  };
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    report([], {
      kind: 'value',
      message: 'a catalog is a mapping',
      help: `with any of the lists ${CATALOG_KINDS.join(', ')}, as in nics: [{ id: ours, base: cx7-400, price: 900 USD }]`,
    });
    return;
  }
  const known: readonly string[] = ['sources', ...CATALOG_KINDS];
  for (const key of Object.keys(data)) {
    if (!known.includes(key))
      report([key], { kind: 'unknown-key', message: `unknown key "${key}"`, ...helpFor(key, known) });
  }
  const content = data as Readonly<Record<string, unknown>>;
  const sources = sourcesSchema.safeParse(content['sources'] ?? {});
  if (!sources.success) problems.push(...problemsOf(sources.error, label, ['sources']));
  for (const kind of CATALOG_KINDS) {
    const list = content[kind];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) {
      report([kind], { kind: 'value', message: 'expected a list of entries' });
      continue;
    }
    compileList(kind, list, { file, sources: sources.data ?? {}, lists, problems, report });
  }
}

interface FileState {
  readonly file: CatalogFile;
  readonly sources: Sources;
  readonly lists: Lists;
  readonly problems: CatalogProblem[];
  readonly report: (path: readonly (string | number)[], problem: Problem) => void;
}

function compileList(kind: CatalogKind, list: readonly unknown[], state: FileState): void {
  const seen = new Set<string>();
  for (const [index, data] of list.entries()) {
    const parsed = entrySchemas()[kind].safeParse(data);
    if (!parsed.success) {
      state.problems.push(...problemsOf(parsed.error, state.file.label, [kind, index]));
      continue;
    }
    const { id } = parsed.data;
    if (seen.has(id))
      state.report([kind, index, 'id'], { kind: 'duplicate', message: `"${id}" stands twice in this list` });
    seen.add(id);
    const result = compileEntry(kind, parsed.data, state);
    if ('problem' in result) {
      for (const problem of result.problem) state.report([kind, index], problem);
    } else {
      replace(state.lists[kind] as { readonly id: string }[], result.value);
    }
  }
}

type EntryResult = { readonly value: { readonly id: string } } | { readonly problem: readonly Problem[] };
type Parsed = z.output<EntrySchemas[CatalogKind]>;

function compileEntry(kind: CatalogKind, input: Parsed, state: FileState): EntryResult {
  const { sources, lists, file } = state;
  const context: EntryContext = { id: input.id, sources, fallback: file.fallback };
  switch (kind) {
    case 'gpus':
      return device(input, lists.gpus, compileGpu, context);
    case 'nics':
      return device(input, lists.nics, compileNic, context);
    case 'switches':
      return device(input, lists.switches, compileSwitch, context);
    case 'optics':
      return device(input, lists.optics, compileOptic, context);
    case 'servers': {
      const result = device(input, lists.servers, compileServer, context);
      if ('problem' in result) return result;
      const { gpu } = result.value as Catalog['servers'][number];
      return lists.gpus.some(({ id }) => id === gpu) ? result : { problem: [unknownId('gpu', gpu, lists.gpus)] };
    }
    case 'models': {
      const result = compileModel(input as Parameters<typeof compileModel>[0], context);
      if (result.ok) return result;
      if ('missing' in result) return missing(result.missing);
      return { problem: [{ kind: 'value', path: result.path, message: result.reason }] };
    }
    case 'operating': {
      const base = lists.operating.find(({ id }) => id === input.id) ?? null;
      const value = compileOperating(input as Parameters<typeof compileOperating>[0], base, sources, file.fallback);
      return value === null ? missing(['unit']) : { value };
    }
    case 'constants':
      return { value: compileConstant(input as z.output<ReturnType<typeof constantSchema>>) };
  }
}

function device<I, T extends { readonly id: string }>(
  input: unknown,
  list: readonly T[],
  compile: (input: I, base: T | null, context: EntryContext) => Compiled<T>,
  context: EntryContext,
): EntryResult {
  const { base: baseId } = input as { readonly base?: string };
  const base = list.find(({ id }) => id === (baseId ?? context.id)) ?? null;
  if (base === null && baseId !== undefined) return { problem: [unknownId('base', baseId, list)] };
  const result = compile(input as I, base, context);
  return result.ok ? result : missing(result.missing);
}

function missing(keys: readonly string[]): EntryResult {
  const help = 'state it, or take it from a catalog entry with base: <id>';
  return { problem: keys.map((key) => ({ kind: 'missing', message: `${key} is missing`, help })) };
}

function unknownId(key: string, id: string, list: readonly { readonly id: string }[]): Problem {
  const ids = list.map((entry) => entry.id);
  return {
    kind: 'reference',
    path: [key],
    message: `"${id}" is not in the catalog (${ids.length} entries)`,
    ...helpFor(id, ids),
  };
}

function helpFor(word: string, known: readonly string[]): { readonly help?: string } {
  const help = didYouMean(word, known);
  return help === undefined ? {} : { help };
}

function replace(list: { readonly id: string }[], entry: { readonly id: string }): void {
  const at = list.findIndex(({ id }) => id === entry.id);
  if (at < 0) list.push(entry);
  else list[at] = entry;
}
