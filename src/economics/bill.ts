import type { Optic, PriceUsd } from '../catalog/types.ts';
import type { Fabric } from '../fabric/types.ts';
import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { formatCount } from '../units/format.ts';
import { isCable, type LinkGroup, linkGroups, linksPerModule } from './links.ts';
import { assumedPrice, mapPrice, type PriceLevel, paidElsewhere, priceAt, priceSource } from './price.ts';
import { nicCount } from './servers.ts';
import type { BillLine } from './types.ts';

/**
 * What has to be bought: servers, NICs unless the server price includes them, switches by tier, modules by end, cables
 * and fibre by kind of link, storage and management, spares of the network. Module counts follow the
 * two-links-per-twin-port rule, rounded up on each device; copper, active optical cables and fibre are one item per
 * link. The far ends of fabric-manager links are not counted. Counting rules: NVIDIA DGX SuperPOD and LinkX documents.
 */
export function billOfMaterials(plan: Plan, fabric: Fabric): BillLine[] {
  const { economics, topology } = plan;
  const network = [
    ...switchLines(fabric, economics),
    ...linkGroups(plan, fabric).flatMap((group) => linkLines(group, economics)),
  ];
  const lines = [...computeLines(plan), ...network, ...spareLines(network, topology.spareFraction), ...lumpLines(plan)];
  return lines.filter((line) => line.count > 0);
}

/** Price of a line at a level, USD; null when its unit price is unknown. */
export function subtotalUsd(line: BillLine, level: PriceLevel): number | null {
  const unit = priceAt(line.unitPriceUsd, level);
  return unit === null ? null : unit * line.count;
}

/** Draw of a line, W; null when its unit draw is unknown. */
export const subtotalW = (line: BillLine): number | null =>
  line.unitPowerW === null ? null : line.unitPowerW * line.count;

function computeLines(plan: Plan): BillLine[] {
  const { cluster, economics } = plan;
  const { server, gpu, nic } = cluster;
  const ownPrice = economics.serverUsd;
  const nodeLine: BillLine =
    server === null && ownPrice === null
      ? {
          item: gpu.id,
          kind: 'gpu',
          count: cluster.gpus,
          unitPriceUsd: gpu.priceUsd,
          unitPowerW: gpu.powerW,
          note: `server unknown, GPUs alone; ${priceSource(gpu)}`,
          ...assumedPrice(gpu, economics),
        }
      : {
          item: server?.id ?? `server of ${cluster.gpusPerNode} x ${gpu.id}`,
          kind: 'server',
          count: serverCount(cluster),
          unitPriceUsd: ownPrice ?? server?.priceUsd ?? null,
          unitPowerW: server?.ratedPowerW ?? null,
          note: `GPUs included${usedOf(cluster)}; rated power; ${ownPrice === null && server ? priceSource(server) : 'price: economics.server_usd'}`,
          ...(ownPrice === null && server ? assumedPrice(server, economics) : {}),
        };
  const priceIncluded = server?.includesNics === true;
  const powerIncluded = server !== null && server.ratedPowerW !== null;
  const notes = [
    priceIncluded ? 'price in the server' : priceSource(nic),
    ...(powerIncluded ? ["draw in the server's rating"] : []),
  ];
  return [
    nodeLine,
    {
      item: nic.id,
      kind: 'nic',
      count: nicCount(cluster),
      unitPriceUsd: priceIncluded ? paidElsewhere : nic.priceUsd,
      unitPowerW: powerIncluded ? 0 : nic.powerW,
      note: notes.join('; '),
      ...(priceIncluded ? {} : assumedPrice(nic, economics)),
    },
  ];
}

/** GPUs that are bought with servers and not used, said in the bill. */
function usedOf(cluster: Plan['cluster']): string {
  const bought = serverCount(cluster) * (cluster.server?.gpusPerServer ?? 0);
  return bought <= cluster.gpus ? '' : `, ${formatCount(cluster.gpus)} of ${formatCount(bought)} used`;
}

const switchLines = (fabric: Fabric, economics: EconomicsPlan): BillLine[] =>
  fabric.tiers.map((tier) => ({
    item: tier.switchType.id,
    kind: 'switch',
    count: tier.switches,
    unitPriceUsd: tier.switchType.priceUsd,
    unitPowerW: tier.switchType.powerW,
    note: `${tier.name} tier; draw without optics; ${priceSource(tier.switchType)}`,
    ...assumedPrice(tier.switchType, economics),
  }));

/** Unit price of a cable of a length, both ends included, or of one module. */
function mediumPrice(optic: Optic, lengthM: number): PriceUsd | null {
  const perMetre = optic.priceUnit === 'metre' ? 0 : (optic.priceUsdPerM ?? 0);
  // A cable that is listed per end is two ends.
  const ends = optic.priceUnit === 'module' && isCable(optic) ? 2 : 1;
  const scale = optic.priceUnit === 'metre' ? lengthM : ends;
  return mapPrice(optic.priceUsd, (usd) => usd * scale + perMetre * lengthM);
}

function linkLines(group: LinkGroup, economics: EconomicsPlan): BillLine[] {
  const { optic, lengthM, fibre } = group;
  const assumed = assumedPrice(optic, economics, optic.priceUnit === 'metre' ? 'USD/m' : 'USD');
  const unitPriceUsd = mediumPrice(optic, lengthM);
  if (isCable(optic)) {
    return [
      {
        item: optic.id,
        kind: 'cable',
        count: group.links,
        unitPriceUsd,
        unitPowerW: optic.powerPerEndW === null ? null : 2 * optic.powerPerEndW,
        note: `${group.name}, ${lengthM} m, both ends; ${priceSource(optic)}`,
        lengthM,
        ...assumed,
      },
    ];
  }
  const perModule = linksPerModule(optic, group.linkBytesPerS);
  const modules = group.ends.map(
    (end): BillLine => ({
      item: optic.id,
      kind: 'transceiver',
      count: end.modules(perModule),
      unitPriceUsd,
      unitPowerW: optic.powerPerEndW,
      note: `${group.name}, ${end.where}; ${priceSource(optic)}`,
      ...assumed,
    }),
  );
  if (fibre === undefined) return modules;
  return [
    ...modules,
    {
      item: fibre.id,
      kind: 'cable',
      count: group.links,
      unitPriceUsd: mediumPrice(fibre, lengthM),
      unitPowerW: 0,
      note: `${group.name}, fibre of ${lengthM} m; ${priceSource(fibre)}`,
      lengthM,
      ...assumedPrice(fibre, economics, fibre.priceUnit === 'metre' ? 'USD/m' : 'USD'),
    },
  ];
}

/** What the spec prices per server: storage, and what manages the cluster. Their draw is nobody's to state. */
function lumpLines({ cluster, economics }: Plan): BillLine[] {
  const line = (kind: 'storage' | 'management', usdPerServer: number): BillLine => ({
    item: `${kind} of a server`,
    kind,
    count: usdPerServer === 0 ? 0 : serverCount(cluster),
    unitPriceUsd: { low: usdPerServer, typical: usdPerServer, high: usdPerServer },
    unitPowerW: null,
    note: `price: economics.${kind}_usd_per_server`,
  });
  return [line('storage', economics.storageUsdPerServer), line('management', economics.managementUsdPerServer ?? 0)];
}

/** Spares lie on a shelf: bought, drawing nothing. */
const spareLines = (network: readonly BillLine[], fraction: number): BillLine[] =>
  network.map((line) => ({
    ...line,
    count: Math.ceil(line.count * fraction),
    unitPowerW: 0,
    note: `spare; ${line.note}`,
  }));
