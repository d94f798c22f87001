import type { Catalog } from '../catalog/types.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { ordered } from '../diagnostics/order.ts';
import { loadDocument } from './load/document.ts';
import { withOwnCatalogs } from './load/own-catalogs.ts';
import type { ReadFile } from './load/read-text.ts';
import { parseSections } from './load/sections.ts';
import type { Plan } from './plan.ts';
import { createLedger } from './resolve/ledger.ts';
import { noteExtrapolation, noteUnknowns } from './resolve/notes.ts';
import { resolvePlan } from './resolve/plan.ts';
import { intactPaths, keysOf, type Resolving } from './resolve/resolving.ts';

export interface ResolveInput {
  readonly text: Uint8Array | string;
  /** As the user named it: shown in diagnostics, and the place that relative paths in the spec start from. */
  readonly file: string;
  readonly catalog: Catalog;
  /** Reads a file that the spec names. Throws an Error when it cannot. */
  readonly readFile: ReadFile;
  /** `path=value` each, applied in order. */
  readonly overrides: readonly string[];
}

export interface Resolved {
  /** null when there are errors. */
  readonly plan: Plan | null;
  /** All findings at once, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a spec and everything it names, and resolves it to a plan: ids looked up, quantities in SI units, defaults taken
 * and listed. Never throws for a mistake of the user's.
 */
export function resolveSpec({ text, file, catalog, readFile, overrides }: ResolveInput): Resolved {
  const { document, diagnostics } = loadDocument(text, file, readFile, overrides);
  if (document === null) return { plan: null, diagnostics: ordered(diagnostics) };
  const found: Diagnostic[] = [...diagnostics];
  const own = withOwnCatalogs(catalog, document, readFile);
  const parsed = parseSections(document);
  found.push(...own.diagnostics, ...parsed.diagnostics);
  const resolving: Resolving = {
    document,
    catalog: own.catalog,
    readFile,
    ledger: createLedger(document),
    report: (...more) => void found.push(...more),
    at: (path, target) => document.where(keysOf(path), target),
    intact: intactPaths(parsed.broken),
  };
  const plan = resolvePlan(resolving, parsed, parsed.name ?? nameOf(file), overrides);
  if (plan === null || hasErrors(found)) return { plan: null, diagnostics: ordered(found) };
  noteUnknowns(resolving, plan);
  noteExtrapolation(resolving, plan);
  return { plan, diagnostics: ordered(found) };
}

/** `configs/minimal.yaml` is named "minimal" until it names itself. */
const nameOf = (file: string): string => (file.split(/[/\\]/).at(-1) ?? file).replace(/\.ya?ml$/, '');
