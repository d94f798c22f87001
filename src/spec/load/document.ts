import { type Diagnostic, dottedPath, type Where } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../plan.ts';
import type { Target } from '../yaml/locate.ts';
import { besideFile } from './file-path.ts';
import { type Layer, loadLayers } from './layers.ts';
import { dropAlternative, merge } from './merge.ts';
import { applyOverride, type Override, parseOverride } from './override.ts';
import { isMapping, type Mapping, type Path, startsWith, valueAt } from './path.ts';
import type { ReadFile } from './read-text.ts';

/** A spec with its bases and overrides merged, and the way back from each value to where it was written. */
export interface SpecDocument {
  readonly data: Mapping;
  readonly where: (path: Path, target?: Target) => Where;
  readonly origin: (path: Path) => Origin;
  /** Whether every base was read, so that what is absent is really missing. */
  readonly complete: boolean;
  /** The path, as the working directory sees it, of a file that the spec names at `path`. */
  readonly beside: (path: Path, named: string) => string;
  /** Values of `catalog`, the farthest base's first. */
  readonly catalogs: readonly {
    readonly value: unknown;
    readonly file: string;
    readonly where: (path: Path) => Where;
  }[];
}

export interface LoadedDocument {
  /** null when the spec's own text is broken. */
  readonly document: SpecDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a spec and the specs it extends once, for many sets of overrides. */
export function openDocument(
  text: Uint8Array | string,
  file: string,
  readFile: ReadFile,
): (overrides: readonly string[]) => LoadedDocument {
  const loaded = loadLayers(text, file, readFile);
  const parsed = new Map<string, ReturnType<typeof parseOverride>>();
  const parse = (override: string): ReturnType<typeof parseOverride> => {
    const known = parsed.get(override);
    if (known !== undefined) return known;
    const result = parseOverride(override);
    if (parsed.size < PARSED_KEPT) parsed.set(override, result);
    return result;
  };
  const merged = loaded.layers.reduceRight<Mapping>((base, layer) => merge(base, layer.data), {});
  return (overrides) => overridden(loaded, merged, overrides, parse);
}

/** Values of a sweep that are kept parsed. */
const PARSED_KEPT = 10_000;

function overridden(
  { layers, diagnostics: textual, broken }: ReturnType<typeof loadLayers>,
  merged: Mapping,
  overrides: readonly string[],
  parse: typeof parseOverride,
): LoadedDocument {
  const diagnostics = [...textual];
  const parsed = overrides.flatMap((override) => {
    const result = parse(override);
    if (result.ok) return [result.override];
    diagnostics.push(result.problem);
    return [];
  });
  if (layers.length === 0) return { document: null, diagnostics };
  let data = merged;
  const applied: Override[] = [];
  for (const override of parsed) {
    const result = applyOverride(data, override);
    if (!result.ok) {
      diagnostics.push(result.problem);
      continue;
    }
    data = dropAlternative(result.data, override.path);
    applied.unshift(override);
  }
  return { document: createDocument(data, layers, applied, !broken), diagnostics };
}

/** `applied` has the latest override first: of several on one path the last one counts. */
function createDocument(
  data: Mapping,
  layers: readonly Layer[],
  applied: readonly Override[],
  complete: boolean,
): SpecDocument {
  const overrideOf = (path: Path): Override | undefined =>
    applied.find((override) => startsWith(path, override.path)) ??
    (layers.some((layer) => valueAt(layer.data, path) !== undefined)
      ? undefined
      : applied.find((override) => path.length > 0 && startsWith(override.path, path)));
  const layerOf = (path: Path): Layer | undefined =>
    layers.find((layer) => states(layer.data, path)) ??
    layers.find((layer) => path[0] !== undefined && Object.hasOwn(layer.data, String(path[0]))) ??
    layers[0];
  return {
    data,
    complete,
    where: (path, target = 'value') => ({
      path: dottedPath(path),
      at: overrideOf(path)?.at(target, path.length) ?? layerOf(path)?.locate(path, target),
    }),
    origin: (path) => {
      const override = overrideOf(path);
      if (override !== undefined) return { kind: 'override', text: override.text };
      const at = layerOf(path)?.locate(path, 'key');
      return { kind: 'spec', file: at?.file ?? '', line: at?.line ?? 1, column: at?.column ?? 1 };
    },
    beside: (path, named) => (overrideOf(path) === undefined ? besideFile(layerOf(path)?.file ?? '', named) : named),
    catalogs: catalogsOf(layers, applied),
  };
}

/** Whether a layer supplies what stands at the path: sections merge by key, so the first two keys decide. */
function states(data: Mapping, [section, key]: Path): boolean {
  if (section === undefined || !Object.hasOwn(data, String(section))) return false;
  const content = data[String(section)];
  return key === undefined || !isMapping(content) || Object.hasOwn(content, String(key));
}

function catalogsOf(layers: readonly Layer[], applied: readonly Override[]): SpecDocument['catalogs'] {
  const fromLayers = [...layers]
    .reverse()
    .filter(({ data }) => data['catalog'] !== undefined)
    .map(({ data, file, locate }) => ({
      value: data['catalog'],
      file,
      where: (path: Path): Where => ({ path: dottedPath(path), at: locate(path) }),
    }));
  const fromOverrides = applied
    .filter(({ path }) => path.length === 1 && path[0] === 'catalog')
    .map(({ value, at }) => ({
      value,
      file: '',
      where: (path: Path): Where => ({ path: dottedPath(path), at: at('value') }),
    }));
  return [...fromLayers, ...fromOverrides];
}
