import type { Gpu, Nic, Server } from '../../catalog/types.ts';
import { nicMismatch, nodeTooLarge, partialNodes, serverMismatch } from '../../diagnostics/messages/consistency.ts';
import { conflictingKeys, missingKey } from '../../diagnostics/messages/schema.ts';
import { formatLinkRate } from '../../units/format.ts';
import { parseQuantity } from '../../units/quantity.ts';
import type { Section } from '../schema/spec.ts';
import { generalConstant } from './constants.ts';
import { judged } from './defaults.ts';
import { findEntry, GPU, NIC, resolveDevice } from './device.ts';
import { nicOfRate } from './included-nics.ts';
import { checkMemory } from './plausible.ts';
import { ownPriceIds } from './prices.ts';
import type { Resolving } from './resolving.ts';

/** The cluster as far as it is known; null parts were refused. */
export interface Cluster {
  readonly gpu: Gpu | null;
  readonly gpus: number | null;
  readonly gpusPerNode: number | null;
  readonly server: Server | null;
  /** Stated reserve in bytes; undefined: the default applies. */
  readonly reserveBytes: number | undefined;
  readonly nic: Nic | null;
  readonly nicsPerNode: number | null;
  /** GPUs of a node as the maker builds it. */
  readonly makersNode: number;
}

type GpusSpec = Section<'gpus'>;
type NicsSpec = Section<'nics'>;

/** GPUs of the usual server, where the catalog names none for the GPU. */
const USUAL_NODE = 8;

export function resolveCluster(resolving: Resolving, gpus: GpusSpec, nics: NicsSpec): Cluster {
  const { intact, report, at, ledger } = resolving;
  const gpu = gpus.type === undefined ? null : resolveDevice(resolving, 'gpus.type', gpus.type, GPU);
  const server = resolveServer(resolving, gpus, gpu);
  const makersNode = server === null ? Math.min(gpu?.scaleUp.domainGpus ?? 1, USUAL_NODE) : gpusOfNode(server);
  const count = gpus.count ?? null;
  let perNode = gpus.per_node ?? null;
  if (perNode === null && count !== null && gpu !== null && intact('gpus.per_node')) {
    const usual = server === null ? USUAL_NODE : makersNode;
    const source = server === null ? 'no server of this GPU is in the catalog; the usual size' : `server ${server.id}`;
    perNode = ledger.assume('gpus.per_node', Math.min(usual, count), 'GPU', judged(source));
  }
  if (count !== null && perNode !== null && intact('gpus.count', 'gpus.per_node') && count % perNode !== 0) {
    report(partialNodes(at('gpus.count'), count, perNode));
  }
  if (
    gpus.server !== undefined &&
    server !== null &&
    gpus.per_node !== undefined &&
    gpus.per_node > server.gpusPerServer
  ) {
    report(nodeTooLarge(at('gpus.per_node'), gpus.per_node, `server "${server.id}"`, server.gpusPerServer));
  }
  checkMemory(resolving, 'gpus.reserve');
  const nic = resolveNic(resolving, nics, gpu, server);
  const nicsPerNode = resolveNicsPerNode(resolving, nics, perNode, server);
  return { gpu, gpus: count, gpusPerNode: perNode, server, reserveBytes: gpus.reserve, nic, nicsPerNode, makersNode };
}

/** GPUs under one operating system: a rack sold as one unit holds many. */
function gpusOfNode(server: Server): number {
  const trays = server.facts?.['trays_compute'];
  return typeof trays === 'number' && server.gpusPerServer % trays === 0
    ? server.gpusPerServer / trays
    : server.gpusPerServer;
}

function resolveServer(resolving: Resolving, gpus: GpusSpec, gpu: Gpu | null): Server | null {
  if (gpus.server !== undefined) {
    const stated = findEntry(resolving, 'gpus.server', gpus.server, {
      noun: 'server',
      list: 'servers',
      entries: ({ servers }) => servers,
    });
    if (stated !== null && gpu !== null) checkHolds(resolving, stated, gpu);
    return stated;
  }
  if (gpu === null || !resolving.intact('gpus.server')) return null;
  const candidates = resolving.catalog.servers.filter((server) => server.gpu === gpu.id);
  const fitting = candidates.filter((server) => (gpus.per_node ?? 1) <= server.gpusPerServer);
  const own = fitting.find((server) => ownPriceIds(resolving, [server]).length > 0);
  const server = own ?? fitting.find(({ priceUsd }) => priceUsd?.typical != null) ?? fitting[0];
  if (server === undefined) return null;
  const source =
    own === undefined
      ? `first server of ${gpu.id} with a price in the catalog`
      : `first server of ${gpu.id} with a price of your own`;
  resolving.ledger.assume('gpus.server', server.id, null, judged(source));
  return server;
}

/** A variant without a server of its own may stand in one of its generation. */
function checkHolds({ catalog, report, at }: Resolving, server: Server, gpu: Gpu): void {
  if (server.gpu === gpu.id) return;
  const fitting = catalog.servers.filter((each) => each.gpu === gpu.id).map(({ id }) => id);
  const held = catalog.gpus.find(({ id }) => id === server.gpu);
  const related = gpu.generation === 'unknown' || gpu.generation === held?.generation;
  if (fitting.length > 0 || !related) report(serverMismatch(at('gpus.server'), server, gpu.id, fitting));
}

function resolveNic(resolving: Resolving, nics: NicsSpec, gpu: Gpu | null, server: Server | null): Nic | null {
  const { type } = nics;
  const complete = typeof type !== 'object' || type.base !== undefined || type.bandwidth !== undefined;
  if (type !== undefined && complete) return resolveDevice(resolving, 'nics.type', type, NIC);
  if (gpu === null || !resolving.intact('nics.type')) return null;
  const nic = defaultNic(resolving, gpu, server, type === undefined ? 'nics.type' : 'nics.type.base');
  return nic === null || type === undefined
    ? nic
    : resolveDevice(resolving, 'nics.type', { ...type, base: nic.id }, NIC);
}

function defaultNic(resolving: Resolving, gpu: Gpu, server: Server | null, path: string): Nic | null {
  const { bytesPerS, source } = defaultRate(resolving, gpu, server);
  const nic = nicOfRate(resolving.catalog.nics, bytesPerS);
  if (nic === undefined) {
    const where = { ...resolving.at('nics', 'key'), path: 'nics' };
    resolving.report(missingKey(where, 'nics', 'nics: { type: cx7-400 }'));
    return null;
  }
  resolving.ledger.assume(path, nic.id, null, judged(`first NIC of ${formatLinkRate(bytesPerS)}: ${source}`));
  return nic;
}

/** Rate of the scale-out NIC that goes with a GPU: its server's, its own, that of its generation, or the usual one. */
function defaultRate(
  resolving: Resolving,
  gpu: Gpu,
  server: Server | null,
): { readonly bytesPerS: number; readonly source: string } {
  const rateOf = (entry: Gpu): number | null => {
    const holder = resolving.catalog.servers.find((candidate) => candidate.gpu === entry.id);
    return holder?.nicBytesPerS ?? printedRate(entry);
  };
  const own = server?.nicBytesPerS ?? rateOf(gpu);
  if (own !== null) return { bytesPerS: own, source: server?.id ?? gpu.id };
  for (const entry of resolving.catalog.gpus) {
    const rate = entry.generation === gpu.generation ? rateOf(entry) : null;
    if (rate !== null) return { bytesPerS: rate, source: `generation ${gpu.generation}, as ${entry.id}` };
  }
  const usual = generalConstant(resolving, 'nic_bandwidth');
  return { bytesPerS: usual.value, source: usual.source };
}

/** Rate that the maker pairs with the GPU, as the catalog prints it. */
function printedRate(gpu: Gpu): number | null {
  const printed = gpu.facts?.['default_nic_bandwidth'];
  if (typeof printed !== 'string') return null;
  const parsed = parseQuantity(printed, 'bandwidth');
  return parsed.ok ? parsed.value : null;
}

function resolveNicsPerNode(
  { report, at, ledger, intact }: Resolving,
  nics: NicsSpec,
  perNode: number | null,
  server: Server | null,
): number | null {
  if (nics.per_gpu !== undefined && nics.per_node !== undefined) {
    report(conflictingKeys(at('nics.per_gpu', 'key'), ['per_gpu', 'per_node']));
    return null;
  }
  if (nics.per_node !== undefined) return nics.per_node;
  if (perNode === null || !intact('nics.per_gpu', 'nics.per_node')) return null;
  if (nics.per_gpu !== undefined) {
    const count = nics.per_gpu * perNode;
    if (Number.isInteger(count)) return count;
    report(nicMismatch(at('nics.per_gpu'), `${nics.per_gpu} NICs a GPU are ${count} NICs a node of ${perNode} GPUs`));
    return null;
  }
  const scaled = ((server?.nicsPerServer ?? 0) / (server?.gpusPerServer ?? 1)) * perNode;
  const count = Number.isInteger(scaled) && scaled > 0 ? scaled : perNode;
  const source = count === scaled ? `server ${server?.id}` : 'one NIC for each GPU';
  return ledger.assume('nics.per_node', count, 'NIC', judged(source));
}
