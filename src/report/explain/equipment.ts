import { billOfMaterials, withoutPrice } from '../../economics/bill.ts';
import { picojoulesPerBit, tierTerms } from '../../economics/data-movement.ts';
import { linkGroups } from '../../economics/links.ts';
import { ratedNetworkParts, ratedServerParts } from '../../economics/power.ts';
import { priceAt } from '../../economics/price.ts';
import type { BillLine } from '../../economics/types.ts';
import { buildFabric } from '../../fabric/registry.ts';
import type { Fabric } from '../../fabric/types.ts';
import type { Plan } from '../../spec/plan.ts';
import type { ExplainedInput } from './explanation.ts';

type Expand = (plan: Plan, fabric: Fabric, what: string) => readonly ExplainedInput[];

const row = (name: string, value: number | null, unit: string, origin: string): ExplainedInput => ({
  name,
  value,
  unit,
  origin,
});

/** What a line buys, without where its price and draw come from. */
const label = ({ item, note }: BillLine): string =>
  [item, ...withoutPrice(note).split('; ')].filter((part) => !/^(price|draw|rated)\b|^$/.test(part)).join(', ');

const linesOf = (plan: Plan, fabric: Fabric, kinds: string): readonly BillLine[] =>
  billOfMaterials(plan, fabric).filter(({ kind }) => kinds.split('|').includes(kind));

const priceOrigin = ({ note }: BillLine): string => /(no )?price.*?(?=; draw in |$)/.exec(note)?.[0] ?? 'the spec';

const prices: Expand = (plan, fabric, kinds) =>
  linesOf(plan, fabric, kinds).flatMap((line) => [
    row(label(line), line.count, 'count', 'bill of materials'),
    row(
      `${label(line)}, price of one`,
      priceAt(line.unitPriceUsd, plan.economics.priceLevel),
      'USD',
      priceOrigin(line),
    ),
  ]);

const draws: Expand = (plan, fabric, kinds) =>
  linesOf(plan, fabric, kinds).flatMap((line) => [
    row(label(line), line.count, 'count', 'bill of materials'),
    row(`${label(line)}, draw of one`, line.unitPowerW, 'W', line.note.startsWith('spare') ? 'on a shelf' : 'catalog'),
  ]);

const ratings: Expand = (plan, fabric, what) =>
  [...(what === 'network' ? [] : ratedServerParts(plan, fabric)), ...ratedNetworkParts(plan, fabric)].flatMap(
    ({ name, count, eachW, from }) => [
      row(name, count, 'count', 'counted'),
      row(`${name}, rating of one`, eachW.value, 'W', from),
    ],
  );

/** The network in the rating of a server that covers it. */
const covered: Expand = (plan, fabric) =>
  plan.cluster.server?.ratedPowerCoversNetwork === true ? ratings(plan, fabric, 'network') : [];

/** Energy of one bit at the tier with this index among the parts of the path: scale-up and NIC come first. */
const tier: Expand = (plan, fabric, index) => {
  const at = Number(index) - 2;
  const built = fabric.tiers[at];
  if (built === undefined) return [];
  const { link, pass, peer } = tierTerms(linkGroups(plan, fabric), built, at);
  const perBit = (name: string, joulesPerByte: number | null): ExplainedInput =>
    row(name, joulesPerByte === null ? null : picojoulesPerBit(joulesPerByte), 'pJ/bit', 'draw / rate');
  return [
    perBit('link below, both ends', link.value),
    perBit('pass of a switch', pass.value),
    ...(peer === null ? [] : [perBit('link to a peer, both ends', peer.value)]),
    row('mean switches of a path', fabric.meanHops, 'count', 'the fabric'),
  ];
};

const expansions: Readonly<Record<string, Expand>> = { price: prices, draw: draws, rating: ratings, covered, tier };

export const isExpanded = (kind: string): boolean => Object.hasOwn(expansions, kind);

/** The pieces of equipment behind a sum: counts, and prices, draws or ratings of one. */
export function equipment(kind: string, what: string, plan: Plan): readonly ExplainedInput[] {
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  return outcome.ok ? (expansions[kind]?.(plan, outcome.fabric, what) ?? []) : [];
}
