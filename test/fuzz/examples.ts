import { parse, parseDocument, stringify } from 'yaml';
import { CODES } from '../../src/diagnostics/codes.ts';

/** Keys of a whole spec; an example's other keys belong to `workload`. */
const topLevel = new Set([
  'name',
  'gpus',
  'nics',
  'topology',
  'workload',
  'economics',
  'power',
  'extends',
  'catalog',
  'efficiency',
  'measured',
  'profile',
  'background_load',
  'storage',
]);

type Mapping = Record<string, unknown>;
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function laidOver(base: Mapping, over: Mapping): Mapping {
  const merged: Mapping = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMapping(below) && isMapping(value) && !('type' in value) ? { ...below, ...value } : value;
  }
  return merged;
}

/** The minimal spec with an example's lines in place of its own top-level lines: for examples that are no good YAML. */
function pastedOver(minimal: string, example: string): string {
  const keys = new Set(example.split('\n').map((line) => line.split(':')[0]));
  const kept = minimal.split('\n').filter((line) => !keys.has(line.split(':')[0]));
  return `${kept.join('\n')}\n${example}\n`;
}

function mergedOver(minimal: string, example: Mapping): string {
  const over: Mapping = {};
  for (const [key, value] of Object.entries(example)) {
    if (topLevel.has(key)) over[key] = isMapping(over[key]) && isMapping(value) ? { ...over[key], ...value } : value;
    else over['workload'] = { ...((over['workload'] as Mapping | undefined) ?? {}), [key]: value };
  }
  return stringify(laidOver(parse(minimal) as Mapping, over));
}

export interface ExampleCase {
  readonly code: string;
  readonly text: string;
  /** The arguments of an example that is a command line. */
  readonly argv: readonly string[] | null;
}

/** Words as a shell splits them, single quotes kept together. */
const wordsOf = (line: string): string[] => (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));

/** The example of every diagnostic code as a spec or as arguments: what `explain` prints must bring the code about. */
export function exampleCases(minimal: string): ExampleCase[] {
  const command = '$ fabricplan ';
  return Object.entries(CODES).map(([code, { example }]) => {
    if (example.startsWith(command)) return { code, text: minimal, argv: wordsOf(example.slice(command.length)) };
    const document = parseDocument(example);
    const parsed = document.errors.length === 0 && !/[&*]\w/.test(example) ? (document.toJS() as unknown) : null;
    if (parsed !== null && !isMapping(parsed)) return { code, text: example, argv: null };
    const ownSections = parsed === null || Object.keys(parsed).every((key) => key !== 'workload' && topLevel.has(key));
    const text = ownSections ? pastedOver(minimal, example) : mergedOver(minimal, parsed);
    return { code, text, argv: null };
  });
}
