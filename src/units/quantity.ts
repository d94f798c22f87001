import { DIMENSIONS, type Dimension, type Unit } from './dimensions.ts';
import { explainUnit } from './unit-advice.ts';

/** A parsed quantity in the base unit of its dimension, or why it is none and what to write instead. */
export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: string; readonly help: string };

/** No honest quantity is longer; the bound keeps the work on hostile text constant. */
const MAX_LENGTH = 64;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;

/**
 * Reads a quantity as a person writes it: `400 Gb/s`, `80 GiB`, `1.5 us`, `$25`, `5 %`.
 *
 * A plain number is in `numberUnit` (a spelling of the dimension; default: its base unit). Text needs a unit. The sign is
 * read and left to the caller to judge, for it knows the range. The value is always finite.
 *
 * @throws RangeError when `numberUnit` is no unit of the dimension: a mistake of the calling code, not of the user
 */
export function parseQuantity(input: number | string, dimension: Dimension, numberUnit?: string): Parsed {
  const info = DIMENSIONS[dimension];
  if (typeof input === 'number') return finite(input * numberFactor(dimension, numberUnit), info.examples);

  const text = input.trim();
  const write = `write ${info.examples}`;
  if (text === '') return fail('is empty', write);
  if (text.length > MAX_LENGTH) return fail(`is too long to be ${info.noun}`, write);
  // `$25` is how money is written; as a suffix the sign joins the table like any other unit.
  const dollar = /^([+-]?)\$\s*(?=[\d.])/.exec(text);
  const body = dollar === null ? text : `${dollar[1] ?? ''}${text.slice(dollar[0].length)}`;
  const digits = NUMBER.exec(body)?.[0];
  if (digits === undefined) return fail('does not start with a number', write);
  const rest = body
    .slice(digits.length)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ ?\/ ?/g, '/');
  if (/^[,_']\d/.test(rest)) return fail('has a separator inside the number', 'write digits only, as in 30000');
  const name = dollar === null ? rest : `$${rest}`;
  const unit = info.units.get(name) ?? dollarScale(dimension, dollar !== null, rest);
  if (unit !== undefined) return finite(Number(digits) * unit.factor, info.examples);
  return { ok: false, ...explainUnit(digits, name, dimension, numberUnit) };
}

/** `$1.2M`: behind a dollar sign the bare prefix is the unit. */
function dollarScale(dimension: Dimension, dollar: boolean, rest: string): Unit | undefined {
  return dollar && dimension === 'money' ? DIMENSIONS.money.units.get(`${rest}USD`) : undefined;
}

function numberFactor(dimension: Dimension, numberUnit: string | undefined): number {
  if (numberUnit === undefined || numberUnit === DIMENSIONS[dimension].baseUnit) return 1;
  const unit = DIMENSIONS[dimension].units.get(numberUnit);
  if (unit === undefined) throw new RangeError(`${numberUnit} is no unit of ${dimension}`);
  return unit.factor;
}

function finite(value: number, examples: string): Parsed {
  return Number.isFinite(value) ? { ok: true, value } : fail('is not a finite number', `write ${examples}`);
}

const fail = (reason: string, help: string): Parsed => ({ ok: false, reason, help });
