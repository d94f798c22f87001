import type { TopologyPlan } from '../spec/plan.ts';
import { formatCount } from '../units/format.ts';
import { refusal } from './refusal.ts';
import type { Fabric, FabricRefusal } from './types.ts';

/** `count` equal fabrics side by side; a domain has the NICs of all of them. */
export function copies(fabric: Fabric, count: number): Fabric {
  if (count === 1) return fabric;
  return {
    ...fabric,
    tiers: fabric.tiers.map((tier) => ({
      ...tier,
      switches: count * tier.switches,
      downLinks: count * tier.downLinks,
      upLinks: count * tier.upLinks,
      ...(tier.freePorts === undefined ? {} : { freePorts: count * tier.freePorts }),
    })),
    accessLinks: count * fabric.accessLinks,
    interSwitchLinks: count * fabric.interSwitchLinks,
    bisectionBytesPerS: fabric.bisectionBytesPerS === null ? null : count * fabric.bisectionBytesPerS,
    capacity: (pattern, span) => {
      const one = fabric.capacity(pattern, span);
      return { ...one, domainBytesPerS: count * one.domainBytesPerS };
    },
  };
}

/** The topology of one of `parts` equal parts: stated switches and management ports are of the whole. */
export function partOf(topology: TopologyPlan, parts: number, what: string): TopologyPlan | FabricRefusal {
  const shared: Record<string, number> = {};
  for (const [tier, count] of Object.entries(topology.counts)) {
    if (count % parts !== 0) {
      return refusal(
        'counts',
        `${formatCount(count)} ${tier} switches cannot be shared out to ${formatCount(parts)} ${what}`,
        `set topology.counts.${tier} to ${formatCount(Math.ceil(count / parts) * parts)}`,
      );
    }
    shared[tier] = count / parts;
  }
  return { ...topology, counts: shared, managementEndpoints: Math.ceil(topology.managementEndpoints / parts) };
}
