import type { Diagnostic, Where } from '../../diagnostics/diagnostic.ts';
import { wrongType } from '../../diagnostics/messages/schema.ts';
import { extendsCycle, extendsTooDeep, unreadableFile } from '../../diagnostics/messages/text.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Locate } from '../yaml/locate.ts';
import { besideFile } from './file-path.ts';
import type { Mapping } from './path.ts';
import { type ReadFile, tryRead } from './read-text.ts';

/** One file of a chain of `extends`. */
export interface Layer {
  readonly file: string;
  readonly data: Mapping;
  readonly locate: Locate;
}

export interface Chain {
  readonly layers: readonly Layer[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a base is missing from the end of the chain, so that nothing is known of what it states. */
  readonly broken: boolean;
}

/** Longest chain of `extends`. */
const MAX_CHAIN = 8;

/** The spec and the files it extends, from the spec down to the farthest base. Empty when the spec itself is unreadable. */
export function loadLayers(text: Uint8Array | string, file: string, readFile: ReadFile): Chain {
  const layers: Layer[] = [];
  const diagnostics: Diagnostic[] = [];
  let broken = false;
  let next: { readonly text: Uint8Array | string; readonly file: string } | null = { text, file };
  while (next !== null) {
    const loaded = loadYaml(next.text, next.file);
    diagnostics.push(...loaded.diagnostics);
    if (loaded.data === undefined) {
      broken = true;
      break;
    }
    layers.push({ file: next.file, data: loaded.data, locate: loaded.locate });
    next = openBase(layers, readFile, diagnostics);
    broken = next === null && loaded.data['extends'] !== undefined;
  }
  return { layers, diagnostics, broken };
}

function openBase(layers: readonly Layer[], readFile: ReadFile, diagnostics: Diagnostic[]) {
  const layer = layers.at(-1);
  const named = layer?.data['extends'];
  if (layer === undefined || named === undefined) return null;
  const where: Where = { path: 'extends', at: layer.locate(['extends']) };
  if (typeof named !== 'string' || named === '') {
    diagnostics.push(wrongType(where, 'the path of a spec', named));
    return null;
  }
  const file = besideFile(layer.file, named);
  const chain = layers.map((each) => besideFile('', each.file));
  if (chain.includes(file)) {
    diagnostics.push(extendsCycle(where, [...layers.map((each) => each.file), named]));
    return null;
  }
  if (layers.length > MAX_CHAIN) {
    diagnostics.push(extendsTooDeep(where, MAX_CHAIN));
    return null;
  }
  const read = tryRead(readFile, file);
  if (read.ok) return { text: read.bytes, file };
  diagnostics.push(unreadableFile(where, file, read.reason));
  return null;
}
