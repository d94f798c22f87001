import { builtinCatalog } from '../catalog/builtin.ts';
import { type Resolved, resolveSpec } from '../spec/resolve.ts';
import { LIMITS } from '../spec/yaml/limits.ts';
import type { Io } from './io.ts';
import { inputName, readInput } from './read-input.ts';

export interface ReadSpec extends Resolved {
  /** One line (from 1) of the spec or of a file it names; null when it is gone. */
  readonly lineOf: (file: string, line: number) => string | null;
}

/**
 * Reads and resolves a spec with the files it names.
 *
 * @param path `-` is standard input
 */
export async function readSpec(path: string, overrides: readonly string[], io: Io): Promise<ReadSpec> {
  const file = inputName(path);
  const text = await readInput(path, io, LIMITS.fileBytes);
  const read = (named: string): Uint8Array => io.files.read(named, LIMITS.fileBytes);
  const resolved = resolveSpec({ text, file, catalog: builtinCatalog, readFile: read, overrides });
  const lineOf = (name: string, line: number): string | null => {
    try {
      const bytes = name === file ? text : read(name);
      return new TextDecoder().decode(bytes).split(/\r?\n/)[line - 1] ?? null;
    } catch {
      return null;
    }
  };
  return { ...resolved, lineOf };
}
