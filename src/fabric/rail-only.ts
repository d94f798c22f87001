import { attachPlain } from './clos/attach-plain.ts';
import { buildClos, tierChoices } from './clos/build.ts';
import { copies, partOf } from './copies.ts';
import { isRefusal } from './refusal.ts';
import { shapeNumber } from './shape.ts';
import type { Fabric, Topology } from './types.ts';

/**
 * One fabric a rail and none between rails: NIC r of every scale-up domain joins fabric r; other rails are reached through
 * the domain. Rails smaller than a switch may share switches (`shape.share_switches`). Source: Wang et al., "Rail-only"
 * (arXiv 2307.12169); fabric reference, section 2.5.
 */
export const railOnly: Topology = {
  kind: 'rail-only',
  summary: 'one separate fabric a rail; other rails are reached through the scale-up domain',
  build: (cluster, topology, constants) => {
    const rails = (cluster.nicsPerNode * cluster.gpusPerDomain) / cluster.gpusPerNode;
    const domains = cluster.gpus / cluster.gpusPerDomain;
    if (!Number.isInteger(rails) || !Number.isInteger(domains)) {
      return {
        ok: false,
        refusal: {
          limit: 'rails',
          message: `rails need whole scale-up domains with the same NICs: ${domains} domains of ${rails} NICs`,
          help: 'change gpus.per_domain, gpus.count or nics.per_node',
        },
      };
    }
    const part = partOf(topology, rails, 'rails');
    if (isRefusal(part)) return { ok: false, refusal: part };
    const one = { ...cluster, gpus: domains, nodes: domains, gpusPerNode: 1, gpusPerDomain: 1, nicsPerNode: 1 };
    const outcome = buildClos({
      kind: 'rail-only',
      cluster: one,
      topology: part,
      constants,
      attachment: attachPlain(one, part),
      planes: topology.planes,
      tierChoices: tierChoices(topology),
    });
    if (!outcome.ok) return outcome;
    const all = copies(outcome.fabric, rails);
    const shared = shapeNumber(topology, 'share_switches') === 1 ? sharing(all, outcome.fabric) : all;
    return {
      ok: true,
      fabric: {
        ...shared,
        notes: [
          ...shared.notes,
          `${rails} rails are not joined: hops, latency and bisection are of paths inside a rail, and traffic between ` +
            'rails takes a hop inside the scale-up domain',
        ],
        separateRails: rails,
        details: { rails, endpoints_per_rail: domains },
      },
    };
  },
};

/** Rails of one switch each, packed on as few switches as have the ports. */
function sharing(all: Fabric, rail: Fabric): Fabric {
  const [leaf] = all.tiers;
  if (leaf === undefined || rail.tiers.length > 1) return all;
  const switches = Math.ceil(leaf.downLinks / leaf.downPorts);
  return {
    ...all,
    tiers: [{ ...leaf, switches, freePorts: switches * leaf.downPorts - leaf.downLinks }],
  };
}
