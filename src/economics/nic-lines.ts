import type { PriceUsd } from '../catalog/types.ts';
import type { ClusterPlan, EconomicsPlan, IncludedNics } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { formatCount, formatLinkRate } from '../units/format.ts';
import { assumedPrices, noPrice, priceAt, priceSource } from './price.ts';
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
  if (sameAsIncluded(cluster, included)) {
    return [{ ...line, count: instead, unitPriceUsd: noPrice, partOfPrice: true, note: 'price in the server' }, more];
  }
  const credit = instead === 0 ? 0 : sold / instead;
  const what = `in place of ${formatCount(sold)} x ${nameOf(included)} that the server is sold with`;
  return [
    {
      ...line,
      count: instead,
      unitPriceUsd: surcharge(nic.priceUsd, included.nic?.priceUsd ?? null, credit),
      partOfPrice: true,
      note: `${what}: the difference; ${priceSource(nic)}`,
      missingPriceOf: nic.priceUsd === null ? `${nic.id} of ${formatLinkRate(nic.bytesPerS)}` : nameOf(included),
      ...assumedPrices(included.nic === null ? [nic] : [nic, included.nic], economics),
    },
    more,
  ];
}

/**
 * Catalogs state the rate of the NICs that a server is sold with, not their kind: a NIC of that rate is one of them unless
 * its price is known to be another.
 */
function sameAsIncluded({ nic }: ClusterPlan, { nic: usual, bytesPerS }: IncludedNics): boolean {
  if (bytesPerS === null) return true;
  if (nic.bytesPerS !== bytesPerS) return false;
  const [own, sold] = [priceAt(nic.priceUsd, 'typical'), priceAt(usual?.priceUsd ?? null, 'typical')];
  return own === null || sold === null || samePrice(nic.priceUsd, usual?.priceUsd ?? null);
}

const samePrice = (a: PriceUsd | null, b: PriceUsd | null): boolean =>
  (['low', 'typical', 'high'] as const).every((level) => a?.[level] === b?.[level]);

const nameOf = ({ nic, bytesPerS }: IncludedNics): string =>
  nic?.id ?? (bytesPerS === null ? 'NICs' : `NICs of ${formatLinkRate(bytesPerS)}`);

/** What one NIC costs more than `credit` of the kind that is sold; the two prices are quotes that vary on their own. */
function surcharge(price: PriceUsd | null, sold: PriceUsd | null, credit: number): PriceUsd | null {
  const more = (a: 'low' | 'typical' | 'high', b: 'low' | 'typical' | 'high'): number | null => {
    const [own, back] = [priceAt(price, a), priceAt(sold, b)];
    return own === null || back === null ? null : Math.max(0, own - credit * back);
  };
  const typical = more('typical', 'typical');
  return typical === null ? null : { low: more('low', 'high'), typical, high: more('high', 'low') };
}
