import type { FabricResult } from '../result/schema.ts';
import type { Fabric } from './types.ts';

/**
 * The fabric as the result reports it. `transceivers` counts link ends: of a tier, both ends of the links below it and, at the
 * top, of those between its switches.
 */
export function fabricResult(fabric: Fabric): FabricResult {
  const climbing = fabric.tiers.reduce((sum, tier) => sum + tier.upLinks, 0);
  const peers = fabric.interSwitchLinks - climbing;
  const top = fabric.tiers.length - 1;
  return {
    kind: fabric.kind,
    tiers: fabric.tiers.map((tier, index) => ({
      name: tier.name,
      switches: tier.switches,
      down_links: tier.downLinks,
      up_links: tier.upLinks,
      oversubscription: tier.oversubscription,
      link_bytes_per_s: tier.linkBytesPerS,
      transceivers: 2 * (tier.downLinks + (index === top ? peers : 0)),
    })),
    switches: fabric.tiers.reduce((sum, tier) => sum + tier.switches, 0),
    inter_switch_links: fabric.interSwitchLinks,
    access_links: fabric.accessLinks,
    transceivers: 2 * (fabric.accessLinks + fabric.interSwitchLinks),
    planes: fabric.planes,
    bisection_bytes_per_s: fabric.bisectionBytesPerS,
    max_hops: fabric.maxHops,
    mean_hops: fabric.meanHops,
    latency_s: { ...fabric.latencyS },
  };
}
