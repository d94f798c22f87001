import type { Fabric } from '../../../src/fabric/types.ts';
import type { Observed } from './case.ts';

const BITS = 8;

const switchesOf = ({ tiers }: Fabric, name: string): number => tiers.find((tier) => tier.name === name)?.switches ?? 0;

export const allSwitches = ({ tiers }: Fabric): number => tiers.reduce((sum, tier) => sum + tier.switches, 0);

const tbit = (bytesPerS: number | null): number | null => (bytesPerS === null ? null : (bytesPerS * BITS) / 1e12);

/** What every fabric states, by the names of the file. */
export function common(fabric: Fabric): Observed {
  const [leaf, spine] = fabric.tiers;
  const perPair =
    spine === undefined || leaf === undefined ? undefined : leaf.upPorts / (spine.switches / fabric.planes);
  const named = Object.fromEntries(['leaf', 'spine', 'core'].map((name) => [name, switchesOf(fabric, name)] as const));
  return {
    ...named,
    tiers: fabric.tiers.length,
    switches: allSwitches(fabric),
    endpoint_links: fabric.accessLinks,
    leaf_spine_links: leaf?.upLinks,
    spine_core_links: spine?.upLinks,
    links_per_leaf_spine_pair: perPair,
    spine_ports_used:
      perPair === undefined || leaf === undefined ? undefined : (leaf.switches / fabric.planes) * perPair,
    inter_switch_links: fabric.interSwitchLinks,
    links: fabric.interSwitchLinks,
    link_ends: 2 * (fabric.accessLinks + fabric.interSwitchLinks),
    max_switches_crossed: fabric.maxHops,
    bisection_tbit_per_s_one_way: tbit(fabric.bisectionBytesPerS),
    oversubscription: leaf?.oversubscription ?? undefined,
    ...fabric.details,
  };
}
