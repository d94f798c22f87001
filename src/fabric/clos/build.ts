import type { ClusterPlan, TopologyPlan } from '../../spec/plan.ts';
import { spreadingOf } from '../capacity/link-load.ts';
import { type Level, nestedCapacity } from '../capacity/nested.ts';
import type { Constants } from '../constants.ts';
import { partOf } from '../copies.ts';
import { cableTimes, switchLatencyS } from '../latency.ts';
import { freePorts } from '../ports.ts';
import { isRefusal } from '../refusal.ts';
import type { Fabric, FabricOutcome, FabricRefusal, FabricTier } from '../types.ts';
import type { Attachment } from './attachment.ts';
import { type ClosCounts, closCounts } from './counts.ts';
import { blocksOf, closHops, meanHops } from './hops.ts';
import { type ClosInput, MOST_TIERS } from './input.ts';

/** What every folded Clos is built from: the kind says how endpoints hang on leaves. */
export interface ClosRequest {
  readonly kind: string;
  readonly cluster: ClusterPlan;
  readonly topology: TopologyPlan;
  readonly constants: Constants;
  readonly attachment: Attachment;
  /** Planes that share the NICs' traffic, each a whole Clos at its share of the NIC rate. */
  readonly planes: number;
  /** Tier counts to try, fewest first. */
  readonly tierChoices: readonly number[];
}

/** 1 to 4 tiers, or the stated number. */
export const tierChoices = ({ tiers }: TopologyPlan): readonly number[] =>
  tiers === 'auto' ? Array.from({ length: MOST_TIERS }, (_, index) => index + 1) : [tiers];

/** A folded Clos of the stated or the smallest number of tiers that closes. Source: fabric reference, section 5. */
export function buildClos(request: ClosRequest): FabricOutcome {
  const part = partOf(request.topology, request.planes, 'planes');
  if (isRefusal(part)) return { ok: false, refusal: part };
  const input = inputOf(request, part.counts);
  let refusal: FabricRefusal = {
    limit: 'tiers',
    message: `a tree of ${request.topology.tiers} tiers is not built`,
    help: `set topology.tiers to 1 to ${MOST_TIERS}`,
  };
  for (const tierCount of request.tierChoices) {
    if (tierCount > MOST_TIERS) continue;
    const counts = closCounts(input, tierCount);
    if (!isRefusal(counts)) return { ok: true, fabric: closFabric(request, counts) };
    refusal = counts;
    if (counts.limit !== 'tiers' && tierCount > 1) break;
  }
  return { ok: false, refusal };
}

function inputOf({ cluster, topology, attachment, planes }: ClosRequest, counts: ClosInput['counts']): ClosInput {
  const nicBytesPerS = cluster.nic.bytesPerS / planes;
  return {
    attachment,
    managementEndpoints: topology.managementEndpoints,
    nicBytesPerS,
    device: (tier) =>
      topology.switches[Math.min(tier, topology.switches.length - 1)] as ClosCounts['tiers'][0]['device'],
    ratio: (tier) => topology.oversubscription[tier] ?? 1,
    uplinkBytesPerS: (tier) => topology.linkBytesPerS[tier] ?? topology.linkBytesPerS.at(-1) ?? nicBytesPerS,
    counts,
    shape: topology.shape,
  };
}

function closFabric(request: ClosRequest, counts: ClosCounts): Fabric {
  const { kind, cluster, topology, constants, attachment, planes } = request;
  const { tiers } = counts;
  const blocks = blocksOf(attachment, counts);
  const hops = closHops(attachment, blocks);
  const cables = cableTimes(topology, constants);
  const levelLatencyS = tiers.map((_, level) => {
    let latencyS = 2 * cables.accessS;
    for (let tier = 0; tier <= level; tier++) {
      const switchS = switchLatencyS((tiers[tier] as ClosCounts['tiers'][0]).device, constants);
      latencyS += tier === level ? switchS : 2 * (switchS + cables.fabricS);
    }
    return latencyS;
  });
  const latencyOf = (switches: number): number => levelLatencyS[(switches - 1) / 2] ?? 0;
  const maxHops = hops.at(-1)?.hops ?? 1;
  const levels = tiers.slice(0, -1).map((tier, index): Level => {
    const block = blocks[index] as (typeof blocks)[number];
    return {
      name: tier.name,
      positions: block.positions,
      nicsPerPosition: block.nicsPerPosition,
      links: tier.blockUplinks,
      nicPerLink: cluster.nic.bytesPerS / planes / tier.upBytesPerS,
      background: topology.backgroundLoad[index] ?? topology.backgroundLoad.at(-1) ?? 0,
    };
  });
  const nicsPerDomain = (cluster.nicsPerNode * cluster.gpusPerDomain) / cluster.gpusPerNode;
  const accessLinks = planes * (tiers[0]?.downLinks ?? 0);
  return {
    kind,
    tiers: tiers.map(
      (tier): FabricTier => ({
        name: tier.name,
        switches: planes * tier.switches,
        switchType: tier.device,
        downPorts: tier.downPorts,
        upPorts: tier.upPorts,
        downLinks: planes * tier.downLinks,
        upLinks: planes * tier.upLinks,
        oversubscription: tier.oversubscription,
        linkBytesPerS: tier.downBytesPerS,
        freePorts:
          planes *
          freePorts(tier.device, tier.switches, [
            { links: tier.upLinks, bytesPerS: tier.upBytesPerS },
            { links: tier.downLinks, bytesPerS: tier.downBytesPerS },
          ]),
      }),
    ),
    planes,
    accessLinks,
    interSwitchLinks: planes * tiers.reduce((sum, tier) => sum + tier.upLinks, 0),
    bisectionBytesPerS: bisection(cluster, tiers),
    maxHops,
    meanHops: meanHops(hops),
    hops: () => hops,
    latencyS: {
      min: latencyOf(hops[0]?.hops ?? 1),
      mean: hops.reduce((sum, each) => sum + latencyOf(each.hops) * each.share, 0),
      max: latencyOf(maxHops),
    },
    notes: counts.notes,
    capacity: nestedCapacity({
      tiers: tiers.length,
      levels,
      order: {
        domain: attachment.domain,
        positions: attachment.positions,
        wholePositions: attachment.unitLeaves(counts.leafDown) > 1,
      },
      latencyS: levelLatencyS,
      nicBytesPerS: nicsPerDomain * cluster.nic.bytesPerS,
      spreading: spreadingOf(topology.routing, constants, planes),
      placement: topology.placement,
    }),
  };
}

/** N B / 2 over the worst product of ratios on the way up. Source: fabric reference, section 7. */
function bisection(cluster: ClusterPlan, tiers: ClosCounts['tiers']): number {
  let product = 1;
  let worst = 1;
  for (const { oversubscription } of tiers) {
    product *= oversubscription ?? 1;
    worst = Math.max(worst, product);
  }
  return (cluster.nodes * cluster.nicsPerNode * cluster.nic.bytesPerS) / 2 / worst;
}
