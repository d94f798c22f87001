import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';

/** Spec fields that advance together, in so many steps: plain data that a thread can be handed. */
export interface Axis {
  readonly paths: readonly string[];
  /** Of each path. */
  readonly values: readonly AxisValues[];
  readonly steps: number;
}

/** Values written out, or a range of numbers that are made when they are needed: a million of them take no memory. */
export type AxisValues = readonly string[] | Range;

export interface Range {
  readonly first: number;
  /** Added to each value, or its factor. */
  readonly step: number;
  readonly by: 'sum' | 'factor';
  readonly unit: string;
  readonly count: number;
}

const isList = (values: AxisValues): values is readonly string[] => Array.isArray(values);
const countOf = (values: AxisValues): number => (isList(values) ? values.length : values.count);

/** The text of each path at a step, from 0. */
export const valuesAt = ({ values }: Axis, step: number): readonly string[] =>
  values.map((each) => (isList(each) ? (each[step] ?? '') : numberAt(each, step)));

function numberAt({ first, step: by, by: how, unit }: Range, step: number): string {
  const value = how === 'sum' ? first + step * by : first * by ** step;
  const number = String(Number(value.toPrecision(12)));
  return unit === '' ? number : `${number} ${unit}`;
}

/** Whether all values of a path are plain numbers, or all are true or false. */
export function kindOfValues(values: AxisValues): 'number' | 'boolean' | 'text' {
  if (!isList(values)) return values.unit === '' ? 'number' : 'text';
  const types = new Set(values.map((value) => typeof axisCell(value)));
  const [only] = types;
  return types.size === 1 && (only === 'number' || only === 'boolean') ? only : 'text';
}

/** A value of an axis as a cell: plain numbers and words keep their kind. */
export function axisCell(text: string): string | number | boolean {
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}

export type ParsedAxis =
  | { readonly ok: true; readonly axis: Axis }
  | { readonly ok: false; readonly problem: Diagnostic };

/** More steps of one axis are a slip of the keyboard. */
const MAX_STEPS = 10_000_000;

const HELP = 'write path=a,b,c or path=from..to:step or path=from..to:x2; join fields that go together with &';

/** What stands between `from` and `to`: numbers with the same unit, a step or a factor. */
const RANGE =
  /^\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([A-Za-z%/$]*)\s*\.\.\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([A-Za-z%/$]*)\s*(?::\s*(x)?\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*)?$/;

/**
 * Reads `path=a,b,c`, `path=from..to[:step]`, `path=from..to:xN` (times N each), and several of them joined by `&`, which
 * advance together. Values are typed as in YAML; commas inside brackets, braces and quotes belong to a value.
 */
export function parseAxis(text: string): ParsedAxis {
  const no = (reason: string): ParsedAxis => ({
    ok: false,
    problem: badUsage(`--vary ${quote(text)} ${reason}`, HELP),
  });
  const paths: string[] = [];
  const columns: AxisValues[] = [];
  for (const part of split(text, '&')) {
    const equals = part.indexOf('=');
    if (equals < 1) return no('has no path and = sign');
    const path = part.slice(0, equals).trim();
    const values = valuesOf(part.slice(equals + 1));
    if (typeof values === 'string') return no(values);
    if (paths.includes(path)) return no(`names ${path} twice`);
    paths.push(path);
    columns.push(values);
  }
  const counts = columns.map(countOf);
  const [steps = 0] = counts;
  if (counts.some((count) => count !== steps)) return no(`joins lists of ${counts.join(' and ')} values`);
  return { ok: true, axis: { paths, values: columns, steps } };
}

/** The values of one field, or what is wrong with them. */
function valuesOf(text: string): AxisValues | string {
  const range = RANGE.exec(text);
  if (range === null) {
    const values = split(text, ',').map((value) => value.trim());
    return values.some((value) => value === '') ? 'has an empty value' : values;
  }
  const [, from = '', fromUnit = '', to = '', toUnit = '', times, stepText] = range;
  if (fromUnit !== '' && fromUnit !== toUnit) return `goes from ${fromUnit} to ${toUnit === '' ? 'no unit' : toUnit}`;
  const [first, last] = [Number(from), Number(to)];
  const step = stepText === undefined ? 1 : Number(stepText);
  if (stepText === undefined && !(Number.isInteger(first) && Number.isInteger(last))) return 'needs a step';
  if (last < first) return 'ends before it starts';
  if (times === undefined ? step <= 0 : step <= 1 || first <= 0) return 'never reaches its end';
  const count = times === undefined ? (last - first) / step : Math.log(last / first) / Math.log(step);
  // A bound that is reached but for rounding counts as reached.
  const steps = Math.floor(count + 1e-9) + 1;
  if (steps > MAX_STEPS) return `has more than ${MAX_STEPS} steps`;
  return { first, step, by: times === undefined ? 'sum' : 'factor', unit: toUnit, count: steps };
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')', '"': '"', "'": "'" };

/** Splits at a separator that stands outside brackets and quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const inner = open.at(-1);
    if (character === inner) open.pop();
    else if (inner === '"' || inner === "'") continue;
    else if (CLOSING[character] !== undefined) open.push(CLOSING[character] ?? '');
    else if (character === separator && open.length === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
