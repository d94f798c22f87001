import { noEffect } from '../../diagnostics/messages/notes.ts';
import type { Plan } from '../plan.ts';
import { serverCount, soldWithServer } from '../server-use.ts';
import type { Resolving } from './resolving.ts';

/** Spec keys of what a rented cluster does not buy or pay itself. */
const replacedByRent = [
  'server_usd',
  'network_usd_per_server',
  'storage_usd_per_server',
  'management_usd_per_server',
  'service_usd_per_server',
  'software_usd_per_server',
  'installation_usd_per_server',
  'discount_fraction',
  'amortization_years',
  'financing',
  'wacc_fraction',
  'electricity_usd_per_kwh',
  'colocation_usd_per_kw_month',
  'remote_hands_usd_per_server_month',
  'internet_usd_per_server_month',
  'maintenance_fraction_per_year',
];

/** Stated amounts of money that nothing is calculated from, because another one stands in their place. */
export function noteUnusedMoney({ report, at, ledger }: Resolving, { cluster, economics }: Plan): void {
  const note = (path: string, because: string, help?: string): void => {
    const origin = ledger.origins[path]?.kind;
    if (origin === 'spec' || origin === 'override') report(noEffect(at(path, 'key'), because, help));
  };
  if (economics.rentUsdPerGpuHour !== null) {
    for (const key of replacedByRent) note(`economics.${key}`, 'on a rented cluster');
    return;
  }
  if (economics.financing === 'straight-line') note('economics.wacc_fraction', 'with financing: straight-line');
  const { server, gpu, nic } = cluster;
  const help = `state the price of the server: economics.server_usd`;
  const priceOf = (type: string, id: string): readonly string[] => [`${type}.price`, `economics.prices.${id}`];
  if (server !== null || economics.serverUsd !== null) {
    for (const path of priceOf('gpus.type', gpu.id))
      note(path, 'because the price of the server includes its GPUs', help);
  }
  if (economics.serverUsd !== null && server !== null) {
    note(`economics.prices.${server.id}`, 'because economics.server_usd stands in its place');
  }
  if (soldWithServer(cluster) && cluster.nicsPerNode <= includedPerNode(cluster)) {
    for (const path of priceOf('nics.type', nic.id))
      note(path, 'because the price of the server includes its NICs', help);
  }
}

/** NICs that the price of a server pays for, of each of its nodes. */
function includedPerNode(cluster: Plan['cluster']): number {
  const perServer = cluster.includedNics?.perServer ?? Number.POSITIVE_INFINITY;
  return (perServer * serverCount(cluster)) / cluster.nodes;
}
