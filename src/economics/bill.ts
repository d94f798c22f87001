import type { Optic, PriceUsd } from '../catalog/types.ts';
import type { Fabric } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { isCable, type LinkGroup, linkGroups, linksPerModule } from './links.ts';
import { mapPrice, type PriceLevel, paidElsewhere, priceAt, priceSource } from './price.ts';
import { nicCount, serverCount } from './servers.ts';
import type { BillLine } from './types.ts';

/**
 * What has to be bought: servers, NICs unless the server price includes them, switches by tier, modules by end and
 * cables by kind of link, spares. Module counts follow the two-links-per-twin-port rule, rounded up on each device;
 * copper and active optical cables are one item per link. The far ends of fabric-manager links are not counted.
 * Counting rules: NVIDIA DGX SuperPOD and LinkX documents.
 */
export function billOfMaterials(plan: Plan, fabric: Fabric): BillLine[] {
  const network = [...switchLines(fabric), ...linkGroups(plan, fabric).flatMap(linkLines)];
  return [...computeLines(plan), ...network, ...spareLines(network, plan.topology.spareFraction)].filter(
    (line) => line.count > 0,
  );
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
        }
      : {
          item: server?.id ?? `server of ${cluster.gpusPerNode} x ${gpu.id}`,
          kind: 'server',
          count: serverCount(cluster),
          unitPriceUsd: ownPrice ?? server?.priceUsd ?? null,
          unitPowerW: server?.ratedPowerW ?? null,
          note: `GPUs included; rated power; ${ownPrice === null && server ? priceSource(server) : 'price: economics.server_usd'}`,
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
    },
  ];
}

const switchLines = (fabric: Fabric): BillLine[] =>
  fabric.tiers.map((tier) => ({
    item: tier.switchType.id,
    kind: 'switch',
    count: tier.switches,
    unitPriceUsd: tier.switchType.priceUsd,
    unitPowerW: tier.switchType.powerW,
    note: `${tier.name} tier; draw without optics; ${priceSource(tier.switchType)}`,
  }));

/** Unit price of a cable of a length, both ends included, or of one module. */
function mediumPrice(optic: Optic, lengthM: number): PriceUsd | null {
  const perMetre = optic.priceUnit === 'metre' ? 0 : (optic.priceUsdPerM ?? 0);
  // A cable that is listed per end is two ends.
  const ends = optic.priceUnit === 'module' && isCable(optic) ? 2 : 1;
  const scale = optic.priceUnit === 'metre' ? lengthM : ends;
  return mapPrice(optic.priceUsd, (usd) => usd * scale + perMetre * lengthM);
}

function linkLines(group: LinkGroup): BillLine[] {
  const { optic, lengthM } = group;
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
      },
    ];
  }
  const perModule = linksPerModule(optic, group.linkBytesPerS);
  return group.ends.map((end) => ({
    item: optic.id,
    kind: 'transceiver',
    count: end.modules(perModule),
    unitPriceUsd,
    unitPowerW: optic.powerPerEndW,
    note: `${group.name}, ${end.where}; ${priceSource(optic)}`,
  }));
}

/** Spares lie on a shelf: bought, drawing nothing. */
const spareLines = (network: readonly BillLine[], fraction: number): BillLine[] =>
  network.map((line) => ({
    ...line,
    count: Math.ceil(line.count * fraction),
    unitPowerW: 0,
    note: `spare; ${line.note}`,
  }));
