import { DIMENSIONS, type Dimension } from './dimensions.ts';

/** `reason` completes a sentence whose subject is the text: `"400 gb" is ambiguous: ...`. */
export interface Advice {
  readonly reason: string;
  readonly help: string;
}

const BITS = /^([KMGTP]i|[kKMGTPE])?(b|bits?)(\/s|ps)?$/;
/** Common spellings that no rule of case or prefix finds. */
const HABITS: Readonly<Record<string, readonly [Dimension, string]>> = {
  m: ['time', 'min'],
  hr: ['time', 'h'],
  hrs: ['time', 'h'],
  usec: ['time', 'us'],
  msec: ['time', 'ms'],
};

/** Why `name` behind `digits` is no unit of the dimension, and what the user most likely meant. */
export function explainUnit(
  digits: string,
  name: string,
  dimension: Dimension,
  numberUnit: string | undefined,
): Advice {
  const { noun, topic, examples } = DIMENSIONS[dimension];
  if (name === '') return withoutUnit(digits, dimension, numberUnit);
  if (dimension === 'count') return countSuffix(digits, name);
  const near = nearUnits(name, dimension);
  const help = near.length === 0 ? `write ${examples}` : `write ${near.map((unit) => said(digits, unit)).join(' or ')}`;
  if (dimension === 'bytes' && BITS.test(name)) return { reason: `is in bits ("${name}"), ${noun} is in bytes`, help };
  if (dimension === 'bandwidth' && (BITS.test(name) || DIMENSIONS.bytes.units.has(name))) {
    return { reason: `is an amount ("${name}"), ${noun} is per second`, help };
  }
  const folded = fold(name);
  if ((dimension === 'bandwidth' || dimension === 'bytes') && near.length > 0 && /^[kmgtp]?i?b(\/s)?$/.test(folded)) {
    if (!/i/.test(folded) && !/bit|byte/i.test(name))
      return { reason: `is ambiguous: "${name}" may mean bits or bytes`, help };
  }
  const other = near.length > 0 ? undefined : dimensionOf(name);
  if (other !== undefined) return { reason: `is ${DIMENSIONS[other].noun}, not ${noun}`, help };
  return { reason: `has "${shorten(name)}", which is no unit of ${topic}`, help };
}

function withoutUnit(digits: string, dimension: Dimension, numberUnit: string | undefined): Advice {
  const { baseUnit, examples, units } = DIMENSIONS[dimension];
  if (units.size === 0) return { reason: 'is text, not a number', help: `write ${digits} without quotes` };
  const unit = numberUnit ?? baseUnit;
  const plain = unit === '' ? `${digits} without quotes` : `${digits} without quotes for ${unit}`;
  return { reason: 'has no unit', help: `write ${plain}, or with a unit: ${examples}` };
}

/** `64k` GPUs are 64,000, a `64k` sequence is 65,536: a count has to be written out. */
function countSuffix(digits: string, name: string): Advice {
  const power = ['', 'k', 'm', 'g', 't'].indexOf(name.toLowerCase());
  if (power < 1) return { reason: `has "${shorten(name)}", but a count has no unit`, help: `write ${digits}` };
  const options = [1000, 1024].map((base) => String(Number(digits) * base ** power));
  return { reason: `is ambiguous: "${name}" may mean a power of 1000 or 1024`, help: `write ${options.join(' or ')}` };
}

/** Units the name resembles: same letters in another case, `bit` for `b`, `ps` for `/s`, a prefix alone, bits for bytes. */
function nearUnits(name: string, dimension: Dimension): readonly string[] {
  const habit = HABITS[name.toLowerCase()];
  if (habit?.[0] === dimension) return [habit[1]];
  const { units } = DIMENSIONS[dimension];
  const wanted = fold(name);
  const found = new Set<string>();
  for (const [spelling, { canonical }] of units) {
    const folded = fold(spelling);
    const prefixOnly = /^[kMGTPE]$/.test(name) && canonical.startsWith(name) && units.has(canonical.slice(1));
    const perSecond = dimension === 'bandwidth' && folded === `${wanted}/s`;
    if (folded === wanted || prefixOnly || perSecond) found.add(canonical);
  }
  // Memory: the decimal unit brings the binary one along, for `80 gb` says nothing about which is meant.
  if (dimension === 'bytes') for (const unit of [...found]) if (/^[MGTP]B$/.test(unit)) found.add(`${unit[0]}iB`);
  const kind = dimension === 'bandwidth' ? sureKind(name) : undefined;
  return [...found].filter((unit) => kind === undefined || kindOf(unit) === kind).sort(byKind);
}

/** Bits or bytes where the name leaves no doubt: a word, or a correct prefix with the right case of b. */
function sureKind(name: string): 'bits' | 'bytes' | undefined {
  if (/bit/i.test(name) || BITS.test(name)) return 'bits';
  return /byte/i.test(name) || DIMENSIONS.bytes.units.has(name) ? 'bytes' : undefined;
}

function kindOf(unit: string): 'bits' | 'bytes' | undefined {
  if (!/[bB]\/s$/.test(unit)) return undefined;
  return unit.endsWith('b/s') ? 'bits' : 'bytes';
}

/** Bits first: lower-case network rates nearly always mean them. Decimal before binary. */
const byKind = (a: string, b: string): number =>
  Number(kindOf(a) === 'bytes') - Number(kindOf(b) === 'bytes') || a.length - b.length || (a < b ? -1 : 1);

function said(digits: string, unit: string): string {
  const kind = kindOf(unit);
  return kind === undefined ? `${digits} ${unit}` : `${digits} ${unit} (${kind})`;
}

const fold = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/ps$/, '/s')
    .replace(/bits?|bytes?/, 'b');

/** The dimension a unit belongs to. A bare T, B or M counts tokens only where tokens are asked for. */
function dimensionOf(name: string): Dimension | undefined {
  const all = Object.keys(DIMENSIONS) as Dimension[];
  return all.find(
    (dimension) => !(dimension === 'tokens' && name.length === 1) && DIMENSIONS[dimension].units.has(name),
  );
}

const shorten = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}...` : text);
