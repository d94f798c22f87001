import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { subtotalUsd } from './bill.ts';
import { type Figure, figureOf, known, knownSubtotal, share, total } from './figure.ts';
import type { PriceLevel } from './price.ts';
import type { BillLine } from './types.ts';

export interface Capex {
  readonly parts: {
    readonly servers: Figure;
    readonly nics: Figure;
    readonly switches: Figure;
    readonly transceivers: Figure;
    readonly cables: Figure;
    readonly network: Figure;
    readonly storage: Figure;
    readonly management: Figure;
    readonly service: Figure;
    readonly software: Figure;
    readonly installation: Figure;
  };
  readonly total: Figure;
  /** Everything with a price, USD. */
  readonly knownSubtotalUsd: number;
  readonly networkFraction: Figure;
}

/** Price levels of single kinds, where they differ from the plan's. */
export type PriceLevels = Readonly<Partial<Record<BillLine['kind'], PriceLevel>>>;

/** Lines that a lump price of the network replaces. */
export const networkKinds: ReadonlySet<BillLine['kind']> = new Set(['nic', 'switch', 'transceiver', 'cable']);

const networkParts = ['nics', 'switches', 'transceivers', 'cables', 'network'] as const;

/**
 * What the cluster costs to buy: capex = servers + network + storage + management + service + installation + software.
 * The discount applies to hardware (servers, network, storage, management). A per-server network price stands for NICs, switches, modules and
 * cables together; a rented cluster buys nothing. The network's share counts NICs only where they are a line of their
 * own.
 */
export function capex(plan: Plan, bill: readonly BillLine[], levels: PriceLevels = {}): Capex {
  const { economics, cluster } = plan;
  const servers = serverCount(cluster);
  const paid = 1 - economics.discountFraction;
  if (economics.rentUsdPerGpuHour !== null) return sumUp(plan, allZero, []);
  const lumpNetwork = economics.networkUsdPerServer;
  const lines = lumpNetwork === null ? bill : bill.filter((line) => !networkKinds.has(line.kind));
  const prices = lines.map((line) => ({
    line,
    figure: lineFigure(line, levels[line.kind] ?? economics.priceLevel, paid),
  }));
  const of = (...kinds: BillLine['kind'][]): Figure =>
    total(prices.filter(({ line }) => kinds.includes(line.kind)).map(({ figure }) => figure));
  const perServer = (usd: number, factor = 1): Figure => known(usd * servers * factor);
  const lump = {
    network: perServer(lumpNetwork ?? 0, paid),
    service: perServer(economics.serviceUsdPerServer),
    software: perServer(economics.softwareUsdPerServer),
    installation: perServer(economics.installationUsdPerServer),
  };
  const parts = {
    servers: of('server', 'gpu'),
    nics: of('nic'),
    switches: of('switch'),
    transceivers: of('transceiver'),
    cables: of('cable'),
    storage: of('storage'),
    management: of('management'),
    ...lump,
  };
  return sumUp(plan, parts, [...prices.map(({ figure }) => figure), ...Object.values(lump)]);
}

const zero = known(0);
const allZero: Capex['parts'] = {
  servers: zero,
  nics: zero,
  switches: zero,
  transceivers: zero,
  cables: zero,
  network: zero,
  storage: zero,
  management: zero,
  service: zero,
  software: zero,
  installation: zero,
};

function sumUp(plan: Plan, parts: Capex['parts'], items: readonly Figure[]): Capex {
  const sum = total(Object.values(parts));
  const rented = plan.economics.rentUsdPerGpuHour !== null;
  return {
    parts,
    total: sum,
    knownSubtotalUsd: knownSubtotal(items),
    networkFraction: share(
      total(networkParts.map((name) => parts[name])),
      sum,
      rented ? 'the cluster is rented: capex' : 'capex',
    ),
  };
}

function lineFigure(line: BillLine, level: PriceLevel, paid: number): Figure {
  const usd = subtotalUsd(line, level);
  return figureOf(
    usd === null ? null : usd * paid,
    `no published price for ${line.item}; give one in economics.prices`,
  );
}
