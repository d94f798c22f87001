import * as z from 'zod';
import { DIMENSIONS, type Dimension } from '../units/dimensions.ts';
import { parseQuantity } from '../units/quantity.ts';

export interface QuantityOptions {
  /** Unit of a plain number; default the base unit of the dimension. */
  readonly numberUnit?: string;
  /** Legal values: above zero (default), zero too, any; from 0 to 1, or of those the ones above zero. */
  readonly range?: 'positive' | 'non-negative' | 'any' | 'share' | 'positive-share';
}

/**
 * Schema of a quantity: a plain number in the unit its key names, or text with a unit. Parses to a number in the base unit
 * of the dimension. A bad one is a `custom` issue whose `params.help` says what to write.
 */
export function quantity(dimension: Dimension, description: string, options: QuantityOptions = {}) {
  const range = options.range ?? 'positive';
  return numberOrText(dimension)
    .transform((input, context) => {
      const parsed = parseQuantity(input, dimension, options.numberUnit);
      if (!parsed.ok) {
        context.addIssue({ code: 'custom', message: parsed.reason, params: { help: parsed.help } });
        return z.NEVER;
      }
      const reason = outOfRange(parsed.value, range);
      if (reason === null) return parsed.value;
      context.addIssue({
        code: 'custom',
        message: reason,
        params: { help: helpFor(input, parsed.value, dimension, range) },
      });
      return z.NEVER;
    })
    .register(z.globalRegistry, { description: `${description} (${DIMENSIONS[dimension].examples})` });
}

/** Schemas are built at every start; those of one dimension share what they read. */
const readable = new Map<Dimension, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>>();

function numberOrText(dimension: Dimension): z.ZodUnion<readonly [z.ZodNumber, z.ZodString]> {
  const known = readable.get(dimension);
  if (known !== undefined) return known;
  const made = z.union([z.number(), z.string()], { error: `expected ${DIMENSIONS[dimension].noun}` });
  readable.set(dimension, made);
  return made;
}

/** No part, price or rate comes near this in base units; products of two such values stay finite. */
const LARGEST = 1e30;

/** `12` where a share is asked for is nearly always 12 %. */
function helpFor(input: number | string, value: number, dimension: Dimension, range: QuantityOptions['range']): string {
  const percent = (range === 'share' || range === 'positive-share') && typeof input === 'number' && value > 1;
  return percent && value <= 100
    ? `write ${value} % or ${Number((value / 100).toPrecision(12))}`
    : `write ${DIMENSIONS[dimension].examples}`;
}

function outOfRange(value: number, range: NonNullable<QuantityOptions['range']>): string | null {
  if (Math.abs(value) > LARGEST) return 'is larger than any such quantity';
  if ((range === 'positive' || range === 'positive-share') && value <= 0) return 'must be greater than 0';
  if ((range === 'non-negative' || range === 'share') && value < 0) return 'must be at least 0';
  if ((range === 'share' || range === 'positive-share') && value > 1) return 'must be at most 1';
  return null;
}
