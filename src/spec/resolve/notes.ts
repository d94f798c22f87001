import { outsideMeasured, partServers, unknownValue } from '../../diagnostics/messages/notes.ts';
import { formatCount } from '../../units/format.ts';
import type { Plan } from '../plan.ts';
import { serverCount, soldWithServer, usedPerServer } from '../server-use.ts';
import type { Resolving } from './resolving.ts';

interface Priced {
  readonly id: string;
  readonly priceUsd: {
    readonly low: number | null;
    readonly typical: number | null;
    readonly high: number | null;
  } | null;
}

/** Parts without any published price, and switches without published draw: totals with them will be unknown. */
export function noteUnknowns(resolving: Resolving, { cluster, topology, economics }: Plan): void {
  const { report, at } = resolving;
  const { gpu, server, nic } = cluster;
  const { switches } = topology;
  for (const [i, part] of switches.entries()) {
    if (part.powerW !== null || switches.indexOf(part) < i) continue;
    const path = switches.length > 1 ? `topology.switch[${i}]` : 'topology.switch';
    report(unknownValue(at(path), `power of switch ${part.id}`, 'state it: { base: <id>, power: 1 kW }'));
  }
  if (economics.rentUsdPerGpuHour !== null) return;
  const unknown = ({ priceUsd }: Priced): boolean =>
    priceUsd === null || (priceUsd.low === null && priceUsd.typical === null && priceUsd.high === null);
  const help = 'state it in economics.prices';
  if (economics.serverUsd === null) {
    const holder = server ?? gpu;
    if (unknown(holder)) {
      const [path, noun] = server === null ? ['gpus.type', 'GPU'] : ['gpus.server', 'server'];
      report(
        unknownValue(
          at(path),
          `price of ${noun} ${holder.id}`,
          'state it in economics.prices, or economics.server_usd',
        ),
      );
    }
  }
  if (economics.networkUsdPerServer !== null) return;
  if (!soldWithServer(cluster) && unknown(nic)) {
    const inline = 'state it in nics.type.price or economics.prices';
    report(unknownValue(at('nics.type'), `price of NIC ${nic.id}`, inline));
  }
  for (const [i, part] of switches.entries()) {
    if (!unknown(part) || switches.indexOf(part) < i) continue;
    const path = switches.length > 1 ? `topology.switch[${i}]` : 'topology.switch';
    report(unknownValue(at(path), `price of switch ${part.id}`, help));
  }
}

/** Servers of which the cluster uses a part. A split of a rack that `gpus.per_domain` says or lists is known. */
export function notePartServers({ report, at, ledger }: Resolving, { cluster }: Plan): void {
  const { server } = cluster;
  const used = usedPerServer(cluster);
  if (server === null || used >= server.gpusPerServer || ledger.origins['gpus.per_domain'] !== undefined) return;
  const where = ['gpus.per_node', 'gpus.server'].find((path) => ledger.origins[path]?.kind === 'spec') ?? 'gpus.count';
  report(partServers(at(where), server.id, server.gpusPerServer, used, serverCount(cluster)));
}

/** Jobs larger than any that the constants were checked against. */
export function noteExtrapolation({ report, at }: Resolving, { workload: { gpus }, constants }: Plan): void {
  const largest = constants['measured_gpus']?.value;
  if (largest === undefined || gpus <= largest) return;
  report(outsideMeasured(at('gpus.count'), `${formatCount(gpus)} GPUs`, `1 to ${formatCount(largest)} GPUs`));
}
