import type * as z from 'zod';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type SectionName, type Spec, sections, specSchema } from '../schema/spec.ts';
import type { SpecDocument } from './document.ts';
import { issueDiagnostics } from './issues.ts';
import { isMapping, type Mapping, type Path } from './path.ts';

/** The sections of a spec as far as they could be read. */
export interface ParsedSpec {
  readonly name: string | undefined;
  /** undefined: absent, and may be; null: broken beyond use. */
  readonly sections: { readonly [K in SectionName]: Spec[K] | null };
  /** Paths whose values were refused and left out; checks that need one of them must not draw conclusions. */
  readonly broken: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys of the root beside the sections; `extends` and `catalog` are read before. */
const ROOT_KEYS = new Set(['extends', 'catalog', ...Object.keys(sections)]);

/** Validates each section on its own, so that every mistake of a file is found in one run. */
export function parseSections(document: SpecDocument): ParsedSpec {
  const diagnostics: Diagnostic[] = [];
  const broken: Path[] = [];
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(sections)) {
    const content = document.data[name];
    const result = schema.safeParse(content);
    if (result.success) {
      parsed[name] = result.data;
      continue;
    }
    diagnostics.push(...issueDiagnostics(result.error.issues, [name], schema, document));
    const refused = result.error.issues.flatMap(refusedPaths);
    broken.push(...refused.map((path) => [name, ...path]));
    const rest = refused.reduce<unknown>(without, content);
    const again = isMapping(rest) ? schema.safeParse(rest) : undefined;
    parsed[name] = again?.success ? again.data : null;
  }
  const root = Object.fromEntries(Object.entries(document.data).filter(([key]) => !ROOT_KEYS.has(key)));
  const rootSchema = specSchema.pick({ name: true }).strict();
  const result = rootSchema.safeParse(root);
  if (!result.success) diagnostics.push(...issueDiagnostics(result.error.issues, [], specSchema, document));
  return {
    name: result.success ? result.data.name : undefined,
    sections: parsed as ParsedSpec['sections'],
    broken,
    diagnostics,
  };
}

type Issue = z.core.$ZodIssue;

/** What to leave out so that the rest of a section can be read. */
function refusedPaths(issue: Issue): readonly Path[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** A copy without what stands at the path; a list with a refused entry goes whole, for its places have a meaning. */
function without(value: unknown, [part, ...rest]: Path): unknown {
  if (part === undefined || !isMapping(value)) return undefined;
  const copy: Record<string, unknown> = { ...value };
  const child = rest.length === 0 ? undefined : without(copy[String(part)], rest);
  if (child === undefined) delete copy[String(part)];
  else copy[String(part)] = child;
  return copy satisfies Mapping;
}
