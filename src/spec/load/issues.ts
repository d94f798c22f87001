import type * as z from 'zod';
import { type Diagnostic, dottedPath } from '../../diagnostics/diagnostic.ts';
import {
  badChoice,
  badQuantity,
  missingKey,
  notAvailable,
  outOfRange,
  unknownKey,
  wrongType,
} from '../../diagnostics/messages/schema.ts';
import { alternatives, plural } from '../../diagnostics/printable.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isPlannedChoice, isPlannedKey } from '../not-built.ts';
import { EXAMPLES } from '../schema/examples.ts';
import { descriptionAt, keysAt } from '../schema/walk.ts';
import type { SpecDocument } from './document.ts';
import { type Path, valueAt } from './path.ts';

type Issue = z.core.$ZodIssue;
type IssueOf<C extends Issue['code']> = Extract<Issue, { readonly code: C }>;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  null: 'null',
};

/** What issues are placed with: a spec, or any other YAML file. */
export type Placed = Pick<SpecDocument, 'data' | 'where'>;

/** What a schema found, in our words and at its place: one diagnostic for each mistake. */
export function issueDiagnostics(
  issues: readonly Issue[],
  base: Path,
  schema: z.core.$ZodType,
  document: Placed,
): readonly Diagnostic[] {
  const translate = (issue: Issue, prefix: Path): readonly Diagnostic[] => {
    const path: Path = [...prefix, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    const found = valueAt(document.data, path);
    const where = document.where(path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => refusedKey([...path, key], schema, base, document));
      case 'invalid_union':
        if (found === undefined) return [missing(path, document)];
        return union(issue, path, found, translate) ?? [wrongType(where, unionWords(issue), found)];
      case 'invalid_value':
        return [badValue(issue, path, document)];
      case 'custom': {
        const help = issue.params?.['help'];
        if (issue.message.startsWith('must ') && (typeof found === 'number' || typeof found === 'string')) {
          const range = issue.message.replace(/^must (be )?/, '').replace(/^not be/, 'not');
          return [outOfRange(where, found, range, typeof help === 'string' ? help : undefined)];
        }
        if (typeof found === 'number' || typeof found === 'string') {
          return [
            badQuantity(where, found, issue.message, typeof help === 'string' ? help : 'see fabricplan schema spec'),
          ];
        }
        return [wrongType(where, 'a quantity', found)];
      }
      case 'invalid_type':
        if (found === undefined) return [missing(path, document)];
        if (issue.expected === 'int' && typeof found === 'number') return [outOfRange(where, found, 'a whole number')];
        return [wrongType(where, TYPE_WORDS[issue.expected] ?? issue.expected, found)];
      case 'too_small':
      case 'too_big':
        return [outOfRange(where, size(found), range(issue), descriptionAt(schema, path.slice(base.length)))];
      default:
        return [wrongType(where, `valid (${issue.message})`, found)];
    }
  };
  return issues.flatMap((issue) => translate(issue, base));
}

function refusedKey(path: Path, schema: z.core.$ZodType, base: Path, document: Placed): Diagnostic {
  const key = String(path.at(-1));
  const where = document.where(path, 'key');
  if (isPlannedKey(dottedPath(path))) return notAvailable(where, key);
  return unknownKey(where, key, keysAt(schema, path.slice(base.length, -1)));
}

function missing(path: Path, document: Placed): Diagnostic {
  const parent = path.slice(0, -1);
  const example = EXAMPLES[dottedPath(path)];
  return missingKey({ ...document.where(parent, 'key'), path: dottedPath(path) }, String(path.at(-1)), example);
}

function badValue({ values }: IssueOf<'invalid_value'>, path: Path, document: Placed): Diagnostic {
  const found = valueAt(document.data, path);
  const where = document.where(path);
  if (found === undefined) return missing(path, document);
  if (isPlannedChoice(dottedPath(path), found)) return notAvailable(where, String(found));
  const words = values.filter((value) => typeof value === 'string');
  if (typeof found === 'string' && words.length > 0) return badChoice(where, found, words);
  if (typeof found === 'number' && words.length === 0)
    return outOfRange(where, found, alternatives(values.map(String)));
  return wrongType(where, alternatives(values.map(String)), found);
}

type Translate = (issue: Issue, prefix: Path) => readonly Diagnostic[];

/** The mistakes against the shape that the user most likely meant: of those whose type fits, the one that knows most of the keys. */
function union(
  { errors }: IssueOf<'invalid_union'>,
  path: Path,
  found: unknown,
  translate: Translate,
): readonly Diagnostic[] | undefined {
  const fitting = errors.filter((issues) => !issues.some(isTypeMismatch));
  const [best] = (fitting.length > 0 ? [...fitting] : errors.filter((issues) => isMisspelt(issues, found))).sort(
    (a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length,
  );
  return best?.flatMap((issue) => translate(issue, path));
}

const unknownKeys = (issues: readonly Issue[]): number =>
  issues.reduce((total, issue) => total + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);

function isTypeMismatch(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((issues) => issues.some(isTypeMismatch));
  return issue.code === 'invalid_value' || (issue.code === 'invalid_type' && issue.expected !== 'int');
}

/** Whether a value was meant as one of the words of a choice; otherwise all shapes of the union are worth naming. */
const isMisspelt = (issues: readonly Issue[], found: unknown): boolean =>
  issues.every(
    (issue) =>
      issue.path.length === 0 &&
      issue.code === 'invalid_value' &&
      typeof found === 'string' &&
      (issue.values.length > 1 || suggest(found, issue.values.map(String)).length > 0),
  );

/** "a number or a list", from the shapes that a union takes. */
function unionWords({ errors, message }: IssueOf<'invalid_union'>): string {
  if (message.startsWith('expected ')) return message.slice('expected '.length);
  const words = errors.flat().flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [TYPE_WORDS[issue.expected] ?? issue.expected];
    if (issue.code === 'invalid_union') return [unionWords(issue)];
    return issue.code === 'invalid_value' ? issue.values.map(String) : [];
  });
  return alternatives([...new Set(words)]);
}

const size = (found: unknown): number | string =>
  typeof found === 'number'
    ? found
    : Array.isArray(found)
      ? `${found.length} entries`
      : `${String(found).length} characters`;

function range(issue: IssueOf<'too_small'> | IssueOf<'too_big'>): string {
  const amount = (count: number | bigint): string => {
    if (issue.origin === 'array') return count === 1 ? '1 entry' : `${count} entries`;
    return issue.origin === 'string' ? plural(Number(count), 'character') : String(count);
  };
  if (issue.code === 'too_small')
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${amount(issue.minimum)}`;
  return `${issue.inclusive === false ? 'less than' : 'at most'} ${amount(issue.maximum)}`;
}
