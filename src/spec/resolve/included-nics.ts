import type { Nic, Server } from '../../catalog/types.ts';
import type { IncludedNics } from '../plan.ts';
import type { Resolving } from './resolving.ts';

/** The usual NIC of a rate: the first that is sold. */
export function nicOfRate(nics: readonly Nic[], bytesPerS: number): Nic | undefined {
  const fitting = nics.filter((nic) => nic.bytesPerS === bytesPerS);
  return fitting.find(({ status }) => status === 'available') ?? fitting[0];
}

/** What the price of a server pays for in scale-out NICs. Catalogs state their rate; the usual NIC of it is taken. */
export const includedNics = ({ catalog }: Resolving, server: Server): IncludedNics => ({
  perServer: server.nicsPerServer,
  nic: server.nicBytesPerS === null ? null : (nicOfRate(catalog.nics, server.nicBytesPerS) ?? null),
  bytesPerS: server.nicBytesPerS,
});
