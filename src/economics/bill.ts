import type { Optic, PriceUsd } from '../catalog/types.ts';
import type { Fabric } from '../fabric/types.ts';
import type { EconomicsPlan, Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { formatCount } from '../units/format.ts';
import { combine } from './figure.ts';
import { isCable, type LinkEnd, type LinkGroup, linkGroups, linksPerModule } from './links.ts';
import { nicLines } from './nic-lines.ts';
import { ratedNodesW } from './power.ts';
import { assumedPrices, mapPrice, noPrice, type PriceLevel, priceAt, priceSource } from './price.ts';
import type { BillLine } from './types.ts';

/**
 * What has to be bought: servers, NICs beside those that the server price pays for, switches by tier, modules by end, cables
 * and fibre by kind of link, storage and management, spares of the network. Module counts follow the
 * two-links-per-twin-port rule, rounded up on each device; copper, active optical cables and fibre are one item per
 * link. The far ends of fabric-manager links are not counted. A price of the network per server stands in the place of its
 * parts' prices. Counting rules: NVIDIA DGX SuperPOD and LinkX documents.
 */
export function billOfMaterials(plan: Plan, fabric: Fabric): BillLine[] {
  const { economics, topology } = plan;
  const parts = [
    ...switchLines(fabric, economics),
    ...linkGroups(plan, fabric).flatMap((group) => linkLines(group, economics)),
  ];
  const network = [...nicBillLines(plan), ...parts, ...spareLines(parts, topology.spareFraction)];
  const lines = [
    nodeLine(plan, fabric),
    ...(economics.networkUsdPerServer === null ? network : network.map(paidAsNetwork)),
    ...lumpLines(plan),
  ];
  return lines.filter((line) => line.count > 0);
}

/** What is paid for a line at a level, USD, `paid` being what a discount leaves; null when its unit price is unknown. */
export function subtotalUsd(line: BillLine, level: PriceLevel, paid = 1): number | null {
  const unit = priceAt(line.unitPriceUsd, level);
  return unit === null ? null : unit * line.count * paid;
}

/** Share of a list price that is paid. */
export const paidFraction = ({ discountFraction }: EconomicsPlan): number => 1 - discountFraction;

/** Draw of a line, each item by itself, W; null when its unit draw is unknown. */
export const subtotalW = (line: BillLine): number | null =>
  line.unitPowerW === null ? null : line.unitPowerW * line.count;

/** What the host provides for a line, W. */
export const subtotalRatedW = (line: BillLine): number | null =>
  line.unitRatedW === null ? null : line.unitRatedW * line.count;

const paidAsNetwork = ({ assumedPrices: _, ...line }: BillLine): BillLine => ({
  ...line,
  unitPriceUsd: noPrice,
  partOfPrice: true,
  note: `price in economics.network_usd_per_server; ${withoutPrice(line.note)}`,
});

/** A note without where the price comes from; what a source cites may hold semicolons. */
export const withoutPrice = (note: string): string =>
  note.replace(/(^|; )(price: .*?|no price published)(?=; draw in |$)/, '');

/** Servers, or bare GPUs where no server is known, with what sits in them but is no line of its own. */
function nodeLine(plan: Plan, fabric: Fabric): BillLine {
  const { cluster, economics } = plan;
  const { server, gpu } = cluster;
  const ownPrice = economics.serverUsd;
  const bare = server === null && ownPrice === null;
  const count = bare ? cluster.gpus : serverCount(cluster);
  const rated = combine([ratedNodesW(plan, fabric)], (watts) => watts / count).value;
  if (bare) {
    return {
      item: gpu.id,
      kind: 'gpu',
      count,
      unitPriceUsd: gpu.priceUsd,
      unitPowerW: gpu.powerW,
      unitRatedW: rated,
      note: `server unknown, price of the GPUs alone; ${priceSource(gpu)}`,
      ...assumedPrices([gpu], economics),
    };
  }
  const source = ownPrice === null && server ? priceSource(server) : 'price: economics.server_usd';
  return {
    item: server?.id ?? `server of ${cluster.gpusPerNode} x ${gpu.id}`,
    kind: 'server',
    count,
    unitPriceUsd: ownPrice ?? server?.priceUsd ?? null,
    unitPowerW: server?.ratedPowerW ?? null,
    unitRatedW: rated,
    note: `GPUs included${usedOf(cluster)}; rated power; ${source}`,
    ...(ownPrice === null && server ? assumedPrices([server], economics) : {}),
  };
}

/** NICs draw in the rating of the servers, whoever pays for them. */
const nicBillLines = ({ cluster, economics }: Plan): BillLine[] =>
  nicLines(cluster, economics).map((line) => ({
    ...line,
    unitPowerW: cluster.server?.ratedPowerW == null ? cluster.nic.powerW : 0,
    unitRatedW: 0,
    note: `${line.note}; draw in the server's rating`,
  }));

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
    unitRatedW: tier.switchType.maxPowerW ?? tier.switchType.powerW,
    note: `${tier.name} tier; ${tier.switchType.maxPowerW === null ? 'rated without' : 'rated with its'} optics; ${priceSource(tier.switchType)}`,
    ...assumedPrices([tier.switchType], economics),
  }));

/** Unit price of a cable of a length, both ends included, or of one module. */
function mediumPrice(optic: Optic, lengthM: number): PriceUsd | null {
  const perMetre = optic.priceUnit === 'metre' ? 0 : (optic.priceUsdPerM ?? 0);
  // A cable that is listed per end is two ends.
  const ends = optic.priceUnit === 'module' && isCable(optic) ? 2 : 1;
  const scale = optic.priceUnit === 'metre' ? lengthM : ends;
  return mapPrice(optic.priceUsd, (usd) => usd * scale + perMetre * lengthM);
}

/** The published price of a medium as an own one would state it: fibre by the metre, anything else by the piece. */
const mediumAssumed = (optic: Optic, lengthM: number, economics: EconomicsPlan) =>
  optic.priceUnit === 'metre'
    ? assumedPrices([optic], economics, { unit: 'USD/m' })
    : assumedPrices([{ ...optic, priceUsd: mediumPrice(optic, lengthM) }], economics, {
        unit: 'USD',
        ...(optic.priceUsdPerM === null ? {} : { lengthM }),
      });

/** Draw of those ends of a cable that no switch's rating covers, W. */
function ratedPerLink(group: LinkGroup, outside: readonly LinkEnd[]): number | null {
  const ends = outside.reduce((sum, end) => sum + end.links, 0) / group.links;
  return group.optic.powerPerEndW === null ? (ends === 0 ? 0 : null) : ends * group.optic.powerPerEndW;
}

function linkLines(group: LinkGroup, economics: EconomicsPlan): BillLine[] {
  const { optic, lengthM, fibre } = group;
  const { powerPerEndW } = optic;
  const outside = group.ends.filter((end) => !end.inSwitchRating);
  if (isCable(optic)) {
    return [
      {
        item: optic.id,
        kind: 'cable',
        count: group.links,
        unitPriceUsd: mediumPrice(optic, lengthM),
        unitPowerW: powerPerEndW === null ? null : 2 * powerPerEndW,
        unitRatedW: ratedPerLink(group, outside),
        note: `${group.name}, ${lengthM} m, both ends; ${priceSource(optic)}`,
        lengthM,
        ...mediumAssumed(optic, lengthM, economics),
      },
    ];
  }
  const perModule = linksPerModule(optic, group.linkBytesPerS);
  const modules = group.ends.map(
    (end): BillLine => ({
      item: optic.id,
      kind: 'transceiver',
      count: end.modules(perModule),
      unitPriceUsd: mediumPrice(optic, lengthM),
      unitPowerW: powerPerEndW,
      unitRatedW: end.inSwitchRating ? 0 : powerPerEndW,
      note: `${group.name}, ${end.where}${end.inSwitchRating ? ", in the switch's rating" : ''}; ${priceSource(optic)}`,
      ...mediumAssumed(optic, lengthM, economics),
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
      unitRatedW: 0,
      note: `${group.name}, fibre of ${lengthM} m; ${priceSource(fibre)}`,
      lengthM,
      ...mediumAssumed(fibre, lengthM, economics),
    },
  ];
}

/**
 * What the spec prices per server: the network as a whole, storage, and what manages the cluster. The draw of storage and
 * management is nobody's to state.
 */
function lumpLines({ cluster, economics }: Plan): BillLine[] {
  const line = (kind: 'network' | 'storage' | 'management', usdPerServer: number): BillLine => ({
    item: `${kind} of a server`,
    kind,
    count: usdPerServer === 0 ? 0 : serverCount(cluster),
    unitPriceUsd: { low: usdPerServer, typical: usdPerServer, high: usdPerServer },
    unitPowerW: kind === 'network' ? 0 : null,
    unitRatedW: kind === 'network' ? 0 : null,
    note: `price: economics.${kind}_usd_per_server`,
  });
  return [
    line('network', economics.networkUsdPerServer ?? 0),
    line('storage', economics.storageUsdPerServer),
    line('management', economics.managementUsdPerServer ?? 0),
  ];
}

/** Spares lie on a shelf: bought, drawing nothing. */
const spareLines = (network: readonly BillLine[], fraction: number): BillLine[] =>
  network.map((line) => ({
    ...line,
    count: Math.ceil(line.count * fraction),
    unitPowerW: 0,
    unitRatedW: 0,
    note: `spare; ${line.note}`,
  }));
