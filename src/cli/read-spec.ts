import { builtinCatalog } from '../catalog/builtin.ts';
import { type Resolved, resolveSpec } from '../spec/resolve.ts';
import { LIMITS } from '../spec/yaml/limits.ts';
import type { Io } from './io.ts';
import { readInput, stdinName } from './read-input.ts';

/**
 * Reads and resolves a spec with the files it names.
 *
 * @param path `-` is standard input
 */
export async function readSpec(path: string, overrides: readonly string[], io: Io): Promise<Resolved> {
  return resolveSpec({
    text: await readInput(path, io, LIMITS.fileBytes),
    file: path === '-' ? stdinName : path,
    catalog: builtinCatalog,
    readFile: (named) => io.files.read(named, LIMITS.fileBytes),
    overrides,
  });
}
