import * as z from 'zod';
import {
  type Compiled,
  deviceKeys,
  type EntryContext,
  entryHeader,
  given,
  priceSchema,
  withTypical,
} from '../common.ts';
import { once } from '../once.ts';
import { quantity } from '../quantity.ts';
import type { Optic } from '../types.ts';

const KINDS = ['passive-copper', 'active-copper', 'active-optical', 'module', 'co-packaged', 'fibre'] as const;

/** A cable or transceiver, inline or as a catalog entry. */
export const opticSchema = once(() =>
  z
    .strictObject({
      ...deviceKeys,
      kind: z.enum(KINDS).optional().register(z.globalRegistry, { description: 'default module' }),
      bandwidth: quantity('bandwidth', 'The whole module, one direction').nullable().optional(),
      reach: quantity('length', 'Longest link').nullable().optional(),
      links_per_module: z
        .int()
        .positive()
        .optional()
        .register(z.globalRegistry, { description: 'Links that one module ends; 2 for twin-port, default 1' }),
      power_per_end: quantity('power', 'One module or cable end', { range: 'non-negative' }).nullable().optional(),
      latency_per_m: quantity('time', 'Delay of a metre').nullable().optional(),
      price_unit: z
        .enum(['cable', 'module', 'metre'])
        .optional()
        .register(z.globalRegistry, { description: 'What the price buys; default module' }),
      price: priceSchema.optional(),
      price_per_m: quantity('money', 'Added for each metre', { range: 'non-negative' }).nullable().optional(),
    })
    .register(z.globalRegistry, { description: 'A cable or transceiver' }),
);

export type OpticInput = z.output<ReturnType<typeof opticSchema>>;

/** Completes a cable or transceiver from its own keys and those of its base. */
export function compileOptic(input: OpticInput, base: Optic | null, context: EntryContext): Compiled<Optic> {
  const bytesPerS = given(input.bandwidth, base?.bytesPerS);
  if (bytesPerS === undefined) return { ok: false, missing: ['bandwidth'] };
  const { entry, price } = withTypical(
    entryHeader(input, base, context),
    'price',
    given(input.price, base?.priceUsd) ?? null,
  );
  const value: Optic = {
    ...entry,
    kind: input.kind ?? base?.kind ?? 'module',
    bytesPerS,
    reachM: given(input.reach, base?.reachM) ?? null,
    linksPerModule: input.links_per_module ?? base?.linksPerModule ?? 1,
    powerPerEndW: given(input.power_per_end, base?.powerPerEndW) ?? null,
    latencySPerM: given(input.latency_per_m, base?.latencySPerM) ?? null,
    priceUnit: input.price_unit ?? base?.priceUnit ?? 'module',
    priceUsd: price,
    priceUsdPerM: given(input.price_per_m, base?.priceUsdPerM) ?? null,
  };
  return { ok: true, value };
}
