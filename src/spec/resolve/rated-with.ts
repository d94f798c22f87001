import type { Server } from '../../catalog/types.ts';
import type { RatedWith } from '../plan.ts';
import type { Resolving } from './resolving.ts';

/**
 * The devices behind the published power of a server, as published: what the spec says of its own GPUs and NICs changes
 * them, not the rest of the server. Its NICs are taken to be the first of their rate with a published draw.
 */
export function ratedWith({ published, catalog }: Resolving, server: Server): RatedWith {
  const ofServer = ({ id }: { readonly id: string }): boolean => id === server.gpu;
  const gpu = published.gpus.find(ofServer) ?? catalog.gpus.find(ofServer);
  const nic = published.nics.find(({ bytesPerS, powerW }) => bytesPerS === server.nicBytesPerS && powerW !== null);
  return {
    gpuW: gpu?.powerW ?? null,
    nicsW: nic?.powerW == null || server.nicsPerServer === null ? null : server.nicsPerServer * nic.powerW,
  };
}
