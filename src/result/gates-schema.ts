import * as z from 'zod';

const quantity = z.union([z.number(), z.string().min(1)]);
const level = z
  .enum(['error', 'warn'])
  .optional()
  .meta({ description: 'A missed gate of level error (the default) ends with exit 1; warn is only reported' });

const GateEntrySchema = z.union([
  z.string().min(1).meta({ description: 'A gate written out: training.step_time_s <= +5%' }),
  z.strictObject({ gate: z.string().min(1), level }),
  z.strictObject({
    field: z.string().min(1).meta({ description: 'A result field in full: cost.capex_usd.total' }),
    max: quantity.optional().meta({ description: 'Largest value, in the unit of the field or with its own: 80 GiB' }),
    min: quantity.optional().meta({ description: 'Smallest value' }),
    max_increase: quantity
      .optional()
      .meta({ description: 'How far it may rise over the base: 5% relative, 2 GiB absolute' }),
    max_decrease: quantity.optional().meta({ description: 'How far it may fall below the base' }),
    equals: z
      .union([z.number(), z.string(), z.boolean()])
      .optional()
      .meta({ description: 'The value it must have: compute' }),
    level,
  }),
]);

/** A policy file: limits on result fields for `compare --policy`. */
export const GatePolicySchema = z.strictObject({ gates: z.array(GateEntrySchema).min(1) });

export type GateEntry = z.infer<typeof GateEntrySchema>;

/** The JSON Schema (draft 2020-12) of a policy file. */
export function gatesJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(GatePolicySchema);
  return { $schema, title: 'fabricplan gates', ...rest };
}
