import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { combine, type Figure } from './figure.ts';
import type { Power } from './power.ts';

/** Sums of equal parts differ by rounding. */
const rounding = 1e-9;

/**
 * GPUs that fit under the facility's power cap, in whole servers, at what the facility is sized for with this design: the
 * rating of a server and its share of the network, times PUE. At least the design's own count where it is within its cap.
 */
export function gpusWithinCap(plan: Plan, { facilityProvisionedW }: Power, capW: number): Figure {
  const { cluster } = plan;
  const servers = serverCount(cluster);
  return combine([facilityProvisionedW], (watts) => {
    const fitting = Math.floor((capW / watts) * servers * (1 + rounding));
    return Math.floor((fitting * cluster.gpus) / servers);
  });
}
