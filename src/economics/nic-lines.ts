import type { PriceUsd } from '../catalog/types.ts';
import type { ClusterPlan, EconomicsPlan, IncludedNics } from '../spec/plan.ts';
import { serverCount, soldWithServer } from '../spec/server-use.ts';
import { formatCount, formatLinkRate, formatNumber, formatUsd } from '../units/format.ts';
import { assumedPrices, noPrice, type PriceLevel, priceAt, priceSource } from './price.ts';
import { nicCount } from './servers.ts';
import type { BillLine } from './types.ts';

type Line = Omit<BillLine, 'unitPowerW' | 'unitRatedW'>;

/**
 * The scale-out NICs by what each adds to the bill. Those that the server's price pays for cost nothing more; another kind
 * in their place costs the difference, never less than nothing, for no maker takes parts back; more than a server is sold
 * with cost their price.
 */
export function nicLines(cluster: ClusterPlan, economics: EconomicsPlan): readonly Line[] {
  const { nic, includedNics: included } = cluster;
  const count = nicCount(cluster);
  const line = { item: nic.id, kind: 'nic' as const };
  const whole = { ...line, unitPriceUsd: nic.priceUsd, note: priceSource(nic), ...assumedPrices([nic], economics) };
  if (included === undefined) return [{ ...whole, count }];
  const sold = included.perServer === null ? count : included.perServer * serverCount(cluster);
  const instead = Math.min(count, sold);
  const more = { ...whole, count: count - instead, note: `more than the server is sold with; ${whole.note}` };
  if (soldWithServer(cluster)) {
    return [{ ...line, count: instead, unitPriceUsd: noPrice, partOfPrice: true, note: 'price in the server' }, more];
  }
  const credit = instead === 0 ? 0 : sold / instead;
  const soldUsd = included.nic?.priceUsd ?? null;
  const what = `in place of ${formatCount(sold)} x ${nameOf(included)} that the server is sold with`;
  const terms = differenceText(nic.priceUsd, soldUsd, credit, economics.priceLevel);
  const back = included.nic === null ? '' : `, less that of ${included.nic.id}: ${priceSource(included.nic)}`;
  return [
    {
      ...line,
      count: instead,
      unitPriceUsd: surcharge(nic.priceUsd, soldUsd, credit),
      partOfPrice: true,
      note: `${what}: the difference${terms}; ${priceSource(nic)}${back}`,
      missingPriceOf: nic.priceUsd === null ? `${nic.id} of ${formatLinkRate(nic.bytesPerS)}` : nameOf(included),
      ...assumedPrices(included.nic === null ? [nic] : [nic, included.nic], economics),
    },
    more,
  ];
}

const nameOf = ({ nic, bytesPerS }: IncludedNics): string =>
  nic?.id ?? (bytesPerS === null ? 'NICs' : `NICs of ${formatLinkRate(bytesPerS)}`);

/** Which price of what is given up goes with each of what is taken: the two are quotes that vary on their own. */
const OTHER: Readonly<Record<PriceLevel, PriceLevel>> = { low: 'high', typical: 'typical', high: 'low' };

/** What one NIC costs more than `credit` of the kind that is sold. */
function surcharge(price: PriceUsd | null, sold: PriceUsd | null, credit: number): PriceUsd | null {
  const at = (level: PriceLevel): number | null => {
    const [own, back] = [priceAt(price, level), priceAt(sold, OTHER[level])];
    return own === null || back === null ? null : Math.max(0, own - credit * back);
  };
  return at('typical') === null ? null : { low: at('low'), typical: at('typical'), high: at('high') };
}

/** The two sides of the difference at a level, for the note of the line. */
function differenceText(price: PriceUsd | null, sold: PriceUsd | null, credit: number, level: PriceLevel): string {
  const [own, back] = [priceAt(price, level), priceAt(sold, OTHER[level])];
  if (own === null || back === null) return '';
  const times = credit === 1 ? '' : `${formatNumber(credit)} x `;
  return `, ${formatUsd(own)} less ${times}${formatUsd(back)} and never below 0`;
}
