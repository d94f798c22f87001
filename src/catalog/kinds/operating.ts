import * as z from 'zod';
import { idKey, provenanceSchema, resolveProvenance, type Sources } from '../common.ts';
import { once } from '../once.ts';
import { overlayProvenance } from '../provenance.ts';
import type { OperatingConstant, Provenance } from '../types.ts';

/** A finance, facility, grid or energy figure. */
export const operatingSchema = once(() =>
  z
    .strictObject({
      ...idKey,
      unit: z.string().optional(),
      value: z
        .union([z.number(), z.record(z.string(), z.number())])
        .register(z.globalRegistry, { description: 'One number, or several by name' }),
      notes: z.array(z.string()).optional(),
      provenance: z.record(z.string(), provenanceSchema).optional(),
    })
    .register(z.globalRegistry, { description: 'A named figure with its unit' }),
);

/** An operating figure over one of the same id: named values merge, a plain number replaces. null: the unit is missing. */
export function compileOperating(
  input: z.output<ReturnType<typeof operatingSchema>>,
  base: OperatingConstant | null,
  sources: Sources,
  fallback: Provenance | null,
): OperatingConstant | null {
  const unit = input.unit ?? base?.unit;
  if (unit === undefined) return null;
  const merges = typeof input.value === 'object' && typeof base?.value === 'object';
  const touched = typeof input.value === 'object' ? Object.keys(input.value).map((name) => `value.${name}`) : ['value'];
  return {
    id: input.id,
    unit,
    value: merges
      ? { ...(base.value as Record<string, number>), ...(input.value as Record<string, number>) }
      : input.value,
    notes: input.notes ?? base?.notes ?? [],
    provenance: overlayProvenance(
      merges ? base.provenance : {},
      resolveProvenance(input.provenance ?? {}, sources),
      touched,
      fallback,
    ),
  };
}
