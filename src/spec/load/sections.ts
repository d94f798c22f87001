import * as z from 'zod';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { REQUIRED, type Section, type SectionName, type Spec, sections, specSchema } from '../schema/spec.ts';
import type { SpecDocument } from './document.ts';
import { issueDiagnostics } from './issues.ts';
import { isMapping, type Mapping, type Path } from './path.ts';

export type ReadSections = { readonly [K in SectionName]: Section<K> };

export interface ParsedSpec {
  readonly name: string | undefined;
  readonly profile: Spec['profile'];
  readonly measured: Spec['measured'];
  readonly backgroundLoad: Spec['background_load'];
  readonly sections: ReadSections;
  /** Paths that were refused, or are missing; checks that need one of them must not draw conclusions. */
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
    if (content === undefined && !REQUIRED.has(name)) {
      parsed[name] = {};
      continue;
    }
    const known = isMapping(content) ? validated.get(name)?.get(content) : undefined;
    if (known !== undefined) {
      parsed[name] = known;
      continue;
    }
    const result = schema.safeParse(content, speed(schema));
    if (result.success) {
      parsed[name] = result.data;
      if (isMapping(content)) remember(name, content, result.data);
      continue;
    }
    const { issues } = result.error;
    diagnostics.push(...issueDiagnostics(issues, [name], schema, document));
    const refused = issues.flatMap(refusedPaths);
    broken.push(...refused.map((path) => [name, ...path]));
    const rest = refused.reduce<unknown>(without, content);
    const again = (schema instanceof z.ZodObject ? schema.partial() : schema).safeParse(rest ?? {});
    parsed[name] = again.success ? again.data : {};
    if (!again.success) broken.push([name]);
  }
  const root = Object.fromEntries(Object.entries(document.data).filter(([key]) => !ROOT_KEYS.has(key)));
  rootSchema ??= specSchema.pick({ name: true, profile: true, measured: true, background_load: true }).strict();
  const result = rootSchema.safeParse(root, speed(rootSchema));
  if (!result.success) diagnostics.push(...issueDiagnostics(result.error.issues, [], specSchema, document));
  return {
    name: result.data?.name,
    profile: result.data?.profile,
    measured: result.data?.measured,
    backgroundLoad: result.data?.background_load,
    sections: parsed as ReadSections,
    broken,
    diagnostics,
  };
}

let rootSchema: z.ZodType<Pick<Spec, 'name' | 'profile' | 'measured' | 'background_load'>> | undefined;

/** Sections that were accepted, by what was written: variants of a spec share those that they do not change. */
const validated = new Map<string, WeakMap<Mapping, unknown>>();

function remember(name: string, content: Mapping, section: unknown): void {
  const ofName = validated.get(name) ?? new WeakMap<Mapping, unknown>();
  validated.set(name, ofName.set(content, section));
}

const seen = new WeakSet<z.core.$ZodType>();

/** zod compiles a schema to code at its first use, which pays only from the second on: a command reads one spec. */
function speed(schema: z.core.$ZodType): { readonly jitless: boolean } {
  const jitless = !seen.has(schema);
  seen.add(schema);
  return { jitless };
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
