import { DIMENSIONS, type Dimension } from './dimensions.ts';

export interface Advice {
  readonly reason: string;
  readonly help: string;
}

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^([KMGTP]i|[kKMGTPE])?b\/s$/, 'bits'],
  [/^([KMGTP]i|[kKMGTPE])?B\/s$/, 'bytes'],
];

/** Why `name` is no unit of the dimension, and what the user most likely meant. */
export function explainUnit(
  digits: string,
  name: string,
  dimension: Dimension,
  numberUnit: string | undefined,
): Advice {
  const { noun, examples } = DIMENSIONS[dimension];
  if (name === '') return withoutUnit(digits, dimension, numberUnit);
  const near = lookAlikes(name, dimension);
  const bitOrByte = dimension === 'bandwidth' || dimension === 'bytes';
  if (bitOrByte && isBits(name) && dimension === 'bytes') {
    return { reason: `is in bits ("${name}"), ${noun} is in bytes`, help: `write ${asBytes(digits, name, examples)}` };
  }
  const other = dimensionOf(name);
  if (other !== undefined && dimension === 'bandwidth' && other === 'bytes') {
    return { reason: `is an amount ("${name}"), ${noun} is per second`, help: `write ${digits} ${name}/s` };
  }
  if (other !== undefined && near.length === 0) {
    return { reason: `is ${DIMENSIONS[other].noun}, not ${noun}`, help: `write ${examples}` };
  }
  const options = near.map((unit) => `${digits} ${unit}${meaning(unit)}`);
  const upper = name.toUpperCase();
  if (bitOrByte && name !== upper && near.length > 0) {
    return { reason: `is ambiguous: "${name}" may mean bits or bytes`, help: `write ${options.join(' or ')}` };
  }
  if (near.length > 0)
    return { reason: `has no unit of ${bare(dimension)}: "${name}"`, help: `write ${options.join(' or ')}` };
  return { reason: `has no unit of ${bare(dimension)}: "${shorten(name)}"`, help: `write ${examples}` };
}

function withoutUnit(digits: string, dimension: Dimension, numberUnit: string | undefined): Advice {
  const { baseUnit, examples, units } = DIMENSIONS[dimension];
  if (units.size === 0) return { reason: 'is text, not a number', help: `write ${digits} without quotes` };
  const unit = numberUnit ?? baseUnit;
  const plain = unit === '' ? `${digits} without quotes` : `${digits} without quotes for ${unit}`;
  return { reason: 'has no unit', help: `write ${plain}, or with a unit: ${examples}` };
}

/** Canonical units of the dimension that differ from `name` only in case, `bit` for `b`, or `ps` for `/s`. */
function lookAlikes(name: string, dimension: Dimension): readonly string[] {
  const wanted = fold(name);
  const found = new Set<string>();
  for (const [spelling, unit] of DIMENSIONS[dimension].units) {
    const folded = fold(spelling);
    if (folded === wanted || (dimension === 'bandwidth' && folded === `${wanted}/s`)) found.add(unit.canonical);
  }
  return [...found].sort();
}

const fold = (unit: string): string => unit.toLowerCase().replace(/ps$/, '/s').replace(/bits?/, 'b');

function dimensionOf(name: string): Dimension | undefined {
  return (Object.keys(DIMENSIONS) as Dimension[]).find((dimension) => DIMENSIONS[dimension].units.has(name));
}

const isBits = (name: string): boolean => /^([KMGTP]i|[kKMGTPE])?(b|bits?)$/.test(name);

/** Memory is sold in bytes: the same digits with a byte unit, which is what `80 Gb` nearly always means. */
function asBytes(digits: string, name: string, examples: string): string {
  const prefix = /^[KMGTP](?=i?b)/.exec(name)?.[0];
  return prefix === undefined ? examples : `${digits} ${prefix}B or ${digits} ${prefix}iB`;
}

const meaning = (unit: string): string => {
  const word = MEANINGS.find(([pattern]) => pattern.test(unit))?.[1];
  return word === undefined ? '' : ` (${word})`;
};

const bare = (dimension: Dimension): string => DIMENSIONS[dimension].noun.replace(/^an? /, '');
const shorten = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}...` : text);
