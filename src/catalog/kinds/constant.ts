import * as z from 'zod';
import { confidenceSchema, idKey } from '../common.ts';
import { CONSTANT_UNITS, outsideRange, rangeOf } from '../constant-range.ts';
import { once } from '../once.ts';
import type { ConstantScope, ModelConstant } from '../types.ts';

const scopeSchema = z.strictObject({
  generation: z.string().optional(),
  vendor: z.string().optional(),
  transport: z.string().optional(),
  framework: z.string().optional(),
  yearFrom: z.int().optional(),
  yearTo: z.int().optional(),
});

/** A model constant: values by scope, each with its source and the data sets it was set on. */
export const constantSchema = once(() =>
  z
    .strictObject({
      ...idKey,
      unit: z.enum(CONSTANT_UNITS),
      /** Smallest and largest legal value, where they differ from those of the unit. */
      range: z.tuple([z.number(), z.number()]).optional(),
      meaning: z.string().min(1),
      values: z
        .array(
          z.strictObject({
            scope: scopeSchema,
            value: z.number(),
            source: z.string().min(1),
            confidence: confidenceSchema,
            date: z.string().optional(),
            serves: z.array(z.string()).optional(),
          }),
        )
        .min(1),
    })
    .refine(({ values }) => Object.keys(values.at(-1)?.scope ?? {}).length === 0, {
      message: 'the last value must have an empty scope, so that the constant always has one',
      path: ['values'],
    })
    .check(({ value: { id, unit, range, values }, issues }) => {
      for (const [i, { value }] of values.entries()) {
        const reason = outsideRange(value, rangeOf({ id, unit, ...(range === undefined ? {} : { range }) }));
        if (reason === null) continue;
        issues.push({ code: 'custom', input: value, path: ['values', i, 'value'], message: `must be ${reason}` });
      }
    }),
);

export function compileConstant(input: z.output<ReturnType<typeof constantSchema>>): ModelConstant {
  return {
    id: input.id,
    unit: input.unit,
    ...(input.range === undefined ? {} : { range: input.range }),
    meaning: input.meaning,
    values: input.values.map(({ scope, value, source, confidence, date, serves }) => ({
      scope: scope as ConstantScope,
      value,
      provenance: { source, confidence, ...(date === undefined ? {} : { date }) },
      serves: serves ?? [],
    })),
  };
}
