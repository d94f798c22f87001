import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { paidFraction, subtotalUsd } from './bill.ts';
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
    /** A price per server that stands for the four above; absent: none was stated. */
    readonly network?: Figure;
    readonly storage: Figure;
    readonly management: Figure;
    readonly service: Figure;
    readonly software: Figure;
    readonly installation: Figure;
  };
  readonly total: Figure;
  /** NICs, switches, modules and cables, or the price that stands for them. */
  readonly network: Figure;
  /** Everything with a price, USD. */
  readonly knownSubtotalUsd: number;
  readonly networkFraction: Figure;
}

/** Price levels of single kinds, where they differ from the plan's. */
export type PriceLevels = Readonly<Partial<Record<BillLine['kind'], PriceLevel>>>;

/**
 * What the cluster costs to buy: capex = servers + network + storage + management + service + installation + software.
 * The network is the sum of NICs, switches, modules and cables, or a price per server that stands for them. The discount
 * applies to hardware (servers, network, storage, management). A rented cluster buys nothing. NICs count as network where
 * the price of the server does not pay for them.
 */
export function capex(plan: Plan, bill: readonly BillLine[], levels: PriceLevels = {}): Capex {
  const { economics, cluster } = plan;
  const servers = serverCount(cluster);
  const rented = economics.rentUsdPerGpuHour !== null;
  const prices = rented
    ? []
    : bill.map((line) => ({
        kind: line.kind,
        figure: lineFigure(line, levels[line.kind] ?? economics.priceLevel, paidFraction(economics)),
      }));
  const of = (...kinds: BillLine['kind'][]): Figure =>
    total(prices.filter(({ kind }) => kinds.includes(kind)).map(({ figure }) => figure));
  const perServer = (usd: number): Figure => known(rented ? 0 : usd * servers);
  const ofNetwork = {
    nics: of('nic'),
    switches: of('switch'),
    transceivers: of('transceiver'),
    cables: of('cable'),
    ...(economics.networkUsdPerServer === null ? {} : { network: of('network') }),
  };
  const perServerParts = {
    service: perServer(economics.serviceUsdPerServer),
    software: perServer(economics.softwareUsdPerServer),
    installation: perServer(economics.installationUsdPerServer),
  };
  const parts = {
    servers: of('server', 'gpu'),
    ...ofNetwork,
    storage: of('storage'),
    management: of('management'),
    ...perServerParts,
  };
  const network = total(Object.values(ofNetwork));
  const sum = total(Object.values(parts));
  return {
    parts,
    network,
    total: sum,
    knownSubtotalUsd: knownSubtotal([...prices.map(({ figure }) => figure), ...Object.values(perServerParts)]),
    networkFraction: share(network, sum, rented ? 'the cluster is rented: capex' : 'capex'),
  };
}

function lineFigure(line: BillLine, level: PriceLevel, paid: number): Figure {
  const missing = line.missingPriceOf ?? line.item;
  return figureOf(subtotalUsd(line, level, paid), `no published price for ${missing}; give one in economics.prices`);
}
