import type { FabricResult } from '../result/schema.ts';
import type { Fabric } from './types.ts';

/** The fabric as the result reports it. `transceivers` counts link ends. */
export function fabricResult(fabric: Fabric): FabricResult {
  return {
    kind: fabric.kind,
    tiers: fabric.tiers.map((tier) => ({
      name: tier.name,
      switches: tier.switches,
      down_links: tier.downLinks,
      up_links: tier.upLinks,
      oversubscription: tier.oversubscription,
      link_bytes_per_s: tier.linkBytesPerS,
      transceivers: 2 * tier.downLinks,
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
