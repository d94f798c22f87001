import type { Catalog } from '../catalog/types.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { ordered } from '../diagnostics/order.ts';
import { type LoadedDocument, openDocument, type SpecDocument } from './load/document.ts';
import { withOwnCatalogs } from './load/own-catalogs.ts';
import type { ReadFile } from './load/read-text.ts';
import { parseSections } from './load/sections.ts';
import type { Plan } from './plan.ts';
import { createLedger } from './resolve/ledger.ts';
import { noteExtrapolation, notePartServers, noteUnknowns } from './resolve/notes.ts';
import { resolvePlan } from './resolve/plan.ts';
import { intactPaths, keysOf, type Resolving } from './resolve/resolving.ts';
import { noteUnusedMoney } from './resolve/unused-money.ts';

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
export const resolveSpec = ({ overrides, ...input }: ResolveInput): Resolved => specVariants(input)(overrides);

/**
 * Reads a spec once and resolves it under many sets of overrides.
 *
 * @param traced whether plans carry the origins of their values (default true)
 */
export function specVariants(
  { text, file, catalog, readFile }: Omit<ResolveInput, 'overrides'>,
  traced = true,
): (overrides: readonly string[]) => Resolved {
  const open = openDocument(text, file, readFile);
  const ownCatalogs = keepingLast((document: SpecDocument) => withOwnCatalogs(catalog, document, readFile));
  return (overrides) => resolveDocument(open(overrides), { file, catalog, readFile, overrides, traced, ownCatalogs });
}

type OwnCatalogs = (document: SpecDocument) => ReturnType<typeof withOwnCatalogs>;

/** Variants of a spec name the same catalog files nearly always. */
function keepingLast(load: OwnCatalogs): OwnCatalogs {
  let last: { readonly key: string; readonly own: ReturnType<OwnCatalogs> } | undefined;
  return (document) => {
    const key = JSON.stringify(document.catalogs.map(({ value, file }) => [value, file]));
    if (last?.key !== key) last = { key, own: load(document) };
    return last.own;
  };
}

interface Resolution extends Pick<ResolveInput, 'file' | 'catalog' | 'readFile' | 'overrides'> {
  readonly traced: boolean;
  readonly ownCatalogs: OwnCatalogs;
}

function resolveDocument(
  { document, diagnostics }: LoadedDocument,
  { file, catalog, readFile, overrides, traced, ownCatalogs }: Resolution,
): Resolved {
  if (document === null) return { plan: null, diagnostics: ordered(diagnostics) };
  const found: Diagnostic[] = [...diagnostics];
  const own = ownCatalogs(document);
  const parsed = parseSections(document);
  found.push(...own.diagnostics, ...parsed.diagnostics);
  const resolving: Resolving = {
    document,
    catalog: own.catalog,
    published: catalog,
    readFile,
    ledger: createLedger(document, traced),
    report: (...more) => void found.push(...more),
    at: (path, target) => document.where(keysOf(path), target),
    intact: intactPaths(parsed.broken),
  };
  const plan = resolvePlan(resolving, parsed, parsed.name ?? nameOf(file), overrides);
  if (plan === null || hasErrors(found)) return { plan: null, diagnostics: ordered(firstCauses(found, document)) };
  noteUnknowns(resolving, plan);
  notePartServers(resolving, plan);
  noteUnusedMoney(resolving, plan);
  noteExtrapolation(resolving, plan);
  return { plan, diagnostics: ordered(found) };
}

/** Refusals that say of a value what FP125 says better. */
const OF_A_VALUE: ReadonlySet<string> = new Set(['FP103', 'FP104', 'FP105']);

/** Without what follows from another finding: a number that is not finite, keys that an unreadable base may hold. */
function firstCauses(found: readonly Diagnostic[], { complete }: SpecDocument): readonly Diagnostic[] {
  const notFinite = new Set(found.filter(({ code }) => code === 'FP125').map(({ path }) => path));
  return found.filter(
    ({ code, path }) => !(OF_A_VALUE.has(code) && notFinite.has(path)) && (complete || code !== 'FP106'),
  );
}

/** `configs/minimal.yaml` is named "minimal" until it names itself. */
const nameOf = (file: string): string => (file.split(/[/\\]/).at(-1) ?? file).replace(/\.ya?ml$/, '');
