import { builtinCatalog } from '../catalog/builtin.ts';
import { type Resolved, specVariants } from '../spec/resolve.ts';
import { LIMITS } from '../spec/yaml/limits.ts';
import type { Files, Io } from './io.ts';
import { inputName, readInput } from './read-input.ts';

export type Variants = (overrides: readonly string[]) => Resolved;

/** The text of a spec under the name that its relative paths start from: plain data that a thread can be handed. */
export interface SpecSource {
  readonly text: Uint8Array;
  readonly file: string;
}

export interface OpenSpec {
  readonly source: SpecSource;
  /** Plans without the origins of their values. */
  readonly variants: Variants;
  /** The same with origins, for what is shown to a person. */
  readonly traced: Variants;
  /** What was read until now: the spec, and the files that it names. */
  readonly contents: () => readonly Uint8Array[];
}

/** Reads a spec once for many variants. `-` is standard input. */
export async function openVariants(path: string, io: Io): Promise<OpenSpec> {
  const source = { text: await readInput(path, io, LIMITS.fileBytes), file: inputName(path) };
  const read = new Map<string, Uint8Array>();
  const files: Pick<Files, 'read'> = {
    read: (named, maxBytes) => {
      const bytes = io.files.read(named, maxBytes);
      read.set(named, bytes);
      return bytes;
    },
  };
  return {
    source,
    variants: variantsOf(source, files),
    traced: variantsOf(source, files, true),
    contents: () => [source.text, ...read.values()],
  };
}

export const variantsOf = ({ text, file }: SpecSource, files: Pick<Files, 'read'>, traced = false): Variants =>
  specVariants(
    { text, file, catalog: builtinCatalog, readFile: (named) => files.read(named, LIMITS.fileBytes) },
    traced,
  );
