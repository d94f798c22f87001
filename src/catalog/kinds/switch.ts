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
import type { Switch } from '../types.ts';

const ports = z.int().positive();

/** A switch, inline or as a catalog entry. */
export const switchSchema = z
  .strictObject({
    ...deviceKeys,
    technology: z
      .enum(['infiniband', 'ethernet', 'nvlink', 'optical-circuit'])
      .optional()
      .register(z.globalRegistry, { description: 'default ethernet' }),
    ports: ports.optional().register(z.globalRegistry, { description: 'Ports at full rate' }),
    port_bandwidth: quantity('bandwidth', 'Full rate of a port, one direction')
      .nullable()
      .optional()
      .register(z.globalRegistry, { description: 'Full rate of a port, one direction; null: rate-agnostic' }),
    breakouts: z
      .array(
        z.strictObject({
          ports,
          port_bandwidth: quantity('bandwidth', 'Rate of one logical port'),
          breakout: z.int().min(2),
        }),
      )
      .optional()
      .register(z.globalRegistry, { description: 'Other port modes: breakout logical ports to one full-rate port' }),
    latency: quantity('time', 'Port to port, unloaded').nullable().optional(),
    power: quantity('power', 'Typical draw without transceivers').nullable().optional(),
    max_power: quantity('power', 'Largest draw with active optics').nullable().optional(),
    optics_included: z
      .boolean()
      .optional()
      .register(z.globalRegistry, { description: 'Co-packaged optics: no transceivers are bought' }),
    price: priceSchema.optional(),
  })
  .register(z.globalRegistry, { description: 'A switch' });

export type SwitchInput = z.output<typeof switchSchema>;

/** Completes a switch from its own keys and those of its base. New ports or rate drop the base's breakouts and its price: it is another product. */
export function compileSwitch(input: SwitchInput, base: Switch | null, context: EntryContext): Compiled<Switch> {
  const modes = modesOf(input, base);
  if (modes === null) {
    return { ok: false, missing: (['ports', 'port_bandwidth'] as const).filter((key) => input[key] === undefined) };
  }
  const [full, of] = [modes[0], base?.modes[0]];
  const sameModes = full?.ports === of?.ports && full?.bytesPerS === of?.bytesPerS;
  const { entry, price } = withTypical(
    entryHeader(input, base, context),
    'price',
    given(input.price, sameModes ? base?.priceUsd : null) ?? null,
  );
  const opticsIncluded = input.optics_included ?? base?.opticsIncluded;
  const value: Switch = {
    ...entry,
    modes,
    latencyS: given(input.latency, base?.latencyS) ?? null,
    powerW: given(input.power, base?.powerW) ?? null,
    maxPowerW: given(input.max_power, base?.maxPowerW) ?? null,
    ...(opticsIncluded === undefined ? {} : { opticsIncluded }),
    priceUsd: price,
    technology: input.technology ?? base?.technology ?? 'ethernet',
  };
  return { ok: true, value };
}

function modesOf(input: SwitchInput, base: Switch | null): Switch['modes'] | null {
  const full = base?.modes[0];
  const count = input.ports ?? full?.ports;
  const bytesPerS = given(input.port_bandwidth, full?.bytesPerS);
  if (bytesPerS === null) return [];
  if (count === undefined || bytesPerS === undefined) return null;
  const changed = input.ports !== undefined || input.port_bandwidth !== undefined;
  const breakouts = input.breakouts?.map((mode) => ({
    ports: mode.ports,
    bytesPerS: mode.port_bandwidth,
    breakout: mode.breakout,
  }));
  const inherited = changed ? [] : (base?.modes.slice(1) ?? []);
  return [{ ports: count, bytesPerS, breakout: 1 }, ...(breakouts ?? inherited)];
}
