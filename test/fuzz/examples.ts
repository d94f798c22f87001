import { parse, stringify } from 'yaml';
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
  'background_load',
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

/** The example of every diagnostic code as a spec and as arguments: what `explain` prints must bring the code about. */
export function exampleCases(
  minimal: string,
): { readonly code: string; readonly text: string; readonly argv: readonly string[] | null }[] {
  return Object.entries(CODES).map(([code, { example }]) => {
    if (example.startsWith('$ fabricplan '))
      return { code, text: minimal, argv: example.slice('$ fabricplan '.length).split(' ') };
    try {
      const parsed = parse(example, { logLevel: 'silent' }) as unknown;
      if (!isMapping(parsed)) return { code, text: example, argv: null };
      const over: Mapping = {};
      for (const [key, value] of Object.entries(parsed)) {
        if (topLevel.has(key))
          over[key] = isMapping(over[key]) && isMapping(value) ? { ...(over[key] as Mapping), ...value } : value;
        else over['workload'] = { ...((over['workload'] as Mapping | undefined) ?? {}), [key]: value };
      }
      return { code, text: stringify(laidOver(parse(minimal) as Mapping, over)), argv: null };
    } catch {
      return { code, text: `${minimal}\n${example}\n`, argv: null };
    }
  });
}
