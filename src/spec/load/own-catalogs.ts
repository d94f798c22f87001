import { type CatalogFile, compileCatalog } from '../../catalog/compile.ts';
import type { CatalogProblem } from '../../catalog/problem.ts';
import type { Catalog } from '../../catalog/types.ts';
import { create } from '../../diagnostics/create.ts';
import { type Diagnostic, dottedPath, hasErrors } from '../../diagnostics/diagnostic.ts';
import { wrongType } from '../../diagnostics/messages/schema.ts';
import { unreadableFile } from '../../diagnostics/messages/text.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Locate } from '../yaml/locate.ts';
import type { SpecDocument } from './document.ts';
import { besideFile } from './file-path.ts';
import { type ReadFile, tryRead } from './read-text.ts';

/** What a catalog file holds. */
const EXAMPLE = 'nics: [{ id: ours, base: cx7-400, price: 900 USD }]';

/** Most catalog files that one spec may name. */
const MAX_FILES = 16;

const CODE_OF = {
  'unknown-key': 'FP101',
  value: 'FP103',
  missing: 'FP106',
  duplicate: 'FP111',
  reference: 'FP102',
} as const satisfies Readonly<Record<CatalogProblem['kind'], string>>;

/** The catalog with the spec's own files over it, the farthest base's first. */
export function withOwnCatalogs(
  catalog: Catalog,
  { catalogs }: SpecDocument,
  readFile: ReadFile,
): { readonly catalog: Catalog; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const files: CatalogFile[] = [];
  const locates = new Map<string, Locate>();
  for (const { value, file, where } of catalogs) {
    const named = Array.isArray(value) ? value : [value];
    for (const [i, name] of named.entries()) {
      const place = where(Array.isArray(value) ? ['catalog', i] : ['catalog']);
      if (typeof name !== 'string' || name === '' || files.length >= MAX_FILES) {
        diagnostics.push(wrongType(place, `the path of a catalog file (at most ${MAX_FILES} of them)`, name));
        continue;
      }
      const path = besideFile(file, name);
      const read = tryRead(readFile, path);
      if (!read.ok) {
        diagnostics.push(unreadableFile(place, path, read.reason));
        continue;
      }
      const loaded = loadYaml(read.bytes, path, EXAMPLE);
      diagnostics.push(...loaded.diagnostics);
      if (loaded.data === undefined || hasErrors(loaded.diagnostics)) continue;
      locates.set(path, loaded.locate);
      files.push({ label: path, data: loaded.data, fallback: { source: path, confidence: 'read' } });
    }
  }
  if (files.length === 0) return { catalog, diagnostics };
  const compiled = compileCatalog(files, catalog);
  for (const problem of compiled.problems) diagnostics.push(problemDiagnostic(problem, locates.get(problem.file)));
  return { catalog: compiled.catalog, diagnostics };
}

function problemDiagnostic({ path, kind, message, help }: CatalogProblem, locate: Locate | undefined): Diagnostic {
  const at = locate?.(path, kind === 'unknown-key' ? 'key' : 'value');
  const last = path.at(-1);
  const subject = kind === 'value' && last !== undefined ? `${String(last)}: ${message}` : message;
  return create(CODE_OF[kind], { path: dottedPath(path), at }, { message: subject, help });
}
