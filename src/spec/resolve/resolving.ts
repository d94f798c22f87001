import type { Catalog } from '../../catalog/types.ts';
import { type Diagnostic, dottedPath, type Where } from '../../diagnostics/diagnostic.ts';
import type { SpecDocument } from '../load/document.ts';
import type { Path } from '../load/path.ts';
import type { ReadFile } from '../load/read-text.ts';
import type { Target } from '../yaml/locate.ts';
import type { Ledger } from './ledger.ts';

/** What every resolver works with. */
export interface Resolving {
  readonly document: SpecDocument;
  readonly catalog: Catalog;
  /** The catalog as it was handed in, without anything of the user's. */
  readonly published: Catalog;
  readonly readFile: ReadFile;
  readonly ledger: Ledger;
  readonly report: (...diagnostics: readonly Diagnostic[]) => void;
  /** The place of a dotted path (`workload.global_batch`). */
  readonly at: (path: string, target?: Target) => Where;
  /** Whether nothing at, above or below these dotted paths was refused, so that a check may rest on them. */
  readonly intact: (...paths: readonly string[]) => boolean;
}

/** Keys of a dotted path; indexes stand in brackets. */
export function keysOf(path: string): Path {
  return path.split('.').flatMap((part): (string | number)[] => {
    const [key = '', ...indexes] = part.split(/\[|\]\[|\]/).filter((piece) => piece !== '');
    return [key, ...indexes.map(Number)];
  });
}

export function intactPaths(broken: readonly Path[]): Resolving['intact'] {
  const refused = broken.map(dottedPath);
  const below = (path: string, parent: string): boolean =>
    path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
  return (...paths) => !paths.some((path) => refused.some((bad) => below(path, bad) || below(bad, path)));
}
