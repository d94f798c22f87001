import { attachPlain } from './clos/attach-plain.ts';
import { buildClos, tierChoices } from './clos/build.ts';
import { copies, partOf } from './copies.ts';
import { isRefusal, refused } from './refusal.ts';
import { shapeNumber } from './shape.ts';
import type { Topology } from './types.ts';

/**
 * Parallel planes. Every NIC has a port in each plane at its share of the NIC's rate (split planes; two planes are the
 * dual-homed NIC), or, with `shape.planes_per_nic`, in that many of them only; 1 makes planes disjoint. Source: fabric
 * reference, section 2.6.
 */
export const multiPlane: Topology = {
  kind: 'multi-plane',
  summary: 'parallel folded Clos planes that share the traffic of each NIC',
  build: (cluster, topology, constants) => {
    const { planes } = topology;
    const perNic = shapeNumber(topology, 'planes_per_nic') ?? planes;
    const sets = planes / perNic;
    if (!Number.isInteger(sets) || cluster.nicsPerNode % sets !== 0) {
      return refused(
        'planes',
        `${cluster.nicsPerNode} NICs of a node, each in ${perNic} planes, do not fill ${planes} planes evenly`,
        'choose a topology.planes that planes_per_nic divides into a divisor of the NICs of a node',
      );
    }
    const part = partOf(topology, sets, 'sets of planes');
    if (isRefusal(part)) return { ok: false, refusal: part };
    const one = { ...cluster, nicsPerNode: cluster.nicsPerNode / sets };
    const outcome = buildClos({
      kind: 'multi-plane',
      cluster: one,
      topology: part,
      constants,
      attachment: attachPlain(one, part),
      planes: perNic,
      tierChoices: tierChoices(topology),
    });
    if (!outcome.ok) return outcome;
    const fabric = copies(outcome.fabric, sets);
    const apart =
      'planes of different NICs are not joined: traffic between them takes a hop inside the scale-up domain';
    return {
      ok: true,
      fabric: { ...fabric, planes, separateRails: sets, notes: sets === 1 ? fabric.notes : [...fabric.notes, apart] },
    };
  },
};
