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
import type { Server } from '../types.ts';

/** A server or rack sold as one unit, inline or as a catalog entry. */
export const serverSchema = once(() =>
  z
    .strictObject({
      ...deviceKeys,
      gpu: z.string().optional().register(z.globalRegistry, { description: 'Catalog id of its GPU' }),
      gpus: z.int().positive().optional().register(z.globalRegistry, { description: 'GPUs per server' }),
      nics: z
        .int()
        .positive()
        .nullable()
        .optional()
        .register(z.globalRegistry, { description: 'Scale-out NICs per server' }),
      nic_bandwidth: quantity('bandwidth', 'Rate of one scale-out NIC').nullable().optional(),
      includes_nics: z
        .boolean()
        .optional()
        .register(z.globalRegistry, { description: 'The price includes the scale-out NICs; default true' }),
      twin_port_cages: z
        .int()
        .positive()
        .nullable()
        .optional()
        .register(z.globalRegistry, { description: 'Twin-port cages the NICs share; null: one cage each' }),
      power: quantity('power', 'Rated draw with its GPUs').nullable().optional(),
      power_covers_network: z.boolean().optional().register(z.globalRegistry, {
        description: "power is a planning figure that covers the server's share of the network too; default false",
      }),
      training_power: quantity('power', 'Draw under heavy training').nullable().optional(),
      price: priceSchema.optional(),
    })
    .register(z.globalRegistry, { description: 'A server with its GPUs' }),
);

export type ServerInput = z.output<ReturnType<typeof serverSchema>>;

/** Completes a server from its own keys and those of its base. */
export function compileServer(input: ServerInput, base: Server | null, context: EntryContext): Compiled<Server> {
  const gpu = input.gpu ?? base?.gpu;
  const gpusPerServer = input.gpus ?? base?.gpusPerServer;
  if (gpu === undefined || gpusPerServer === undefined) {
    return {
      ok: false,
      missing: [...(gpu === undefined ? ['gpu'] : []), ...(gpusPerServer === undefined ? ['gpus'] : [])],
    };
  }
  const { entry, price } = withTypical(
    entryHeader(input, base, context),
    'price',
    given(input.price, base?.priceUsd) ?? null,
  );
  const ratedPowerW = given(input.power, base?.ratedPowerW) ?? null;
  // Another power is another figure: what the base's covers says nothing of it.
  const inherited = base?.ratedPowerCoversNetwork === true && ratedPowerW === base.ratedPowerW;
  const coversNetwork = input.power_covers_network ?? inherited;
  const value: Server = {
    ...entry,
    gpu,
    gpusPerServer,
    nicsPerServer: given(input.nics, base?.nicsPerServer) ?? null,
    nicBytesPerS: given(input.nic_bandwidth, base?.nicBytesPerS) ?? null,
    includesNics: input.includes_nics ?? base?.includesNics ?? true,
    twinPortCages: given(input.twin_port_cages, base?.twinPortCages) ?? null,
    ratedPowerW,
    ...(coversNetwork ? { ratedPowerCoversNetwork: true } : {}),
    trainingPowerW: given(input.training_power, base?.trainingPowerW) ?? null,
    priceUsd: price,
  };
  return { ok: true, value };
}
