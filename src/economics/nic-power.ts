import type { ClusterPlan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { combine, type Figure, figureOf, known, unpublishedPower } from './figure.ts';
import { nicCount } from './servers.ts';

/**
 * Draw of one scale-out NIC, W. Where nobody published it, a NIC's part of what the server's power was published with:
 * the cards of the same server, whoever makes them.
 */
export function nicPowerW(cluster: ClusterPlan): Figure {
  const { nic, ratedWith } = cluster;
  if (nic.powerW !== null) return known(nic.powerW);
  return combine(
    [figureOf(ratedWith?.nicsW, unpublishedPower(nic))],
    (watts) => (watts * serverCount(cluster)) / nicCount(cluster),
  );
}
