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
import { quantity } from '../quantity.ts';
import type { Nic } from '../types.ts';

const TRANSPORTS = ['infiniband', 'roce', 'efa', 'tcpx', 'tcpxo', 'slingshot', 'ethernet'] as const;

/** A network adapter, inline or as a catalog entry. */
export const nicSchema = z
  .strictObject({
    ...deviceKeys,
    bandwidth: quantity('bandwidth', 'One direction').optional(),
    latency: quantity('time', 'Host to wire, one way').nullable().optional(),
    transport: z
      .enum(TRANSPORTS)
      .optional()
      .register(z.globalRegistry, { description: 'Keys the constants of collectives; default infiniband' }),
    power: quantity('power', 'Adapter without the module in its cage', { range: 'non-negative' }).nullable().optional(),
    price: priceSchema.optional(),
  })
  .register(z.globalRegistry, { description: 'A network adapter' });

export type NicInput = z.output<typeof nicSchema>;

/** Completes a NIC from its own keys and those of its base. At another rate it is another product: the base's price is not its own. */
export function compileNic(input: NicInput, base: Nic | null, context: EntryContext): Compiled<Nic> {
  const bytesPerS = input.bandwidth ?? base?.bytesPerS;
  if (bytesPerS === undefined) return { ok: false, missing: ['bandwidth'] };
  const sameRate = base === null || bytesPerS === base.bytesPerS;
  const { entry, price } = withTypical(
    entryHeader(input, base, context),
    'price',
    given(input.price, sameRate ? base?.priceUsd : null) ?? null,
  );
  const value: Nic = {
    ...entry,
    bytesPerS,
    latencyS: given(input.latency, base?.latencyS) ?? null,
    transport: input.transport ?? base?.transport ?? 'infiniband',
    powerW: given(input.power, base?.powerW) ?? null,
    priceUsd: price,
  };
  return { ok: true, value };
}
