import { builtinCatalog } from '../catalog/builtin.ts';
import { type Resolved, specVariants } from '../spec/resolve.ts';
import { LIMITS } from '../spec/yaml/limits.ts';
import type { Io } from './io.ts';
import { inputName, readInput } from './read-input.ts';

export type Variants = (overrides: readonly string[]) => Resolved;

export interface OpenSpec {
  /** Plans without the origins of their values. */
  readonly variants: Variants;
  /** The same with origins, for what is shown to a person. */
  readonly traced: Variants;
}

/** Reads a spec once for many variants. `-` is standard input. */
export async function openVariants(path: string, io: Io): Promise<OpenSpec> {
  const file = inputName(path);
  const text = await readInput(path, io, LIMITS.fileBytes);
  const readFile = (named: string): Uint8Array => io.files.read(named, LIMITS.fileBytes);
  const input = { text, file, catalog: builtinCatalog, readFile };
  return { variants: specVariants(input, false), traced: specVariants(input) };
}
