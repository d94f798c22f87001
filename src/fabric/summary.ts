import type { FabricResult } from '../result/schema.ts';
import type { FabricDescription } from '../result/topology-schema.ts';
import type { Fabric, HopShare } from './types.ts';

/**
 * The fabric as the result reports it.
 *
 * @param transceivers pluggable modules by tier, as `economics` counts them
 */
export function fabricResult(fabric: Fabric, transceivers: readonly number[]): FabricResult {
  return {
    kind: fabric.kind,
    tiers: fabric.tiers.map((tier, index) => ({
      name: tier.name,
      switches: tier.switches,
      down_links: tier.downLinks,
      up_links: tier.upLinks,
      oversubscription: tier.oversubscription,
      link_bytes_per_s: tier.linkBytesPerS,
      transceivers: transceivers[index] ?? 0,
    })),
    switches: fabric.tiers.reduce((sum, tier) => sum + tier.switches, 0),
    inter_switch_links: fabric.interSwitchLinks,
    access_links: fabric.accessLinks,
    transceivers: transceivers.reduce((sum, count) => sum + count, 0),
    planes: fabric.planes,
    bisection_bytes_per_s: fabric.bisectionBytesPerS,
    max_hops: fabric.maxHops,
    mean_hops: fabric.meanHops,
    latency_s: { ...fabric.latencyS },
  };
}

/** Path lengths listed one by one; longer distributions are put together in as many equal steps. */
const MOST_STEPS = 32;

/** The same with what only a description of the fabric shows: ports by tier, the distribution of hops, the kind's own counts. */
export function fabricDescription(fabric: Fabric, transceivers: readonly number[]): FabricDescription {
  const result = fabricResult(fabric, transceivers);
  return {
    ...result,
    tiers: result.tiers.map((tier, index) => {
      const { downPorts = 0, upPorts = 0, freePorts = null } = fabric.tiers[index] ?? {};
      return { ...tier, down_ports_per_switch: downPorts, up_ports_per_switch: upPorts, free_ports: freePorts };
    }),
    hops: steps(fabric.hops()),
    details: { ...fabric.details },
  };
}

function steps(shares: readonly HopShare[]): FabricDescription['hops'] {
  const width = Math.ceil(shares.length / MOST_STEPS);
  return Array.from({ length: Math.ceil(shares.length / width) }, (_, step) => {
    const part = shares.slice(step * width, (step + 1) * width);
    return {
      min_hops: part[0]?.hops ?? 0,
      max_hops: part.at(-1)?.hops ?? 0,
      pairs_fraction: Math.min(
        1,
        part.reduce((sum, { share }) => sum + share, 0),
      ),
    };
  });
}
