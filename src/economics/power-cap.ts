import type { Plan } from '../spec/plan.ts';
import { combine, type Figure, unknown } from './figure.ts';
import type { Power } from './power.ts';
import { serverCount } from './servers.ts';

/**
 * GPUs that fit under the facility's power cap, in whole servers, at this design's rated draw per server (its share of the network
 * included) and PUE. Power is provisioned on ratings, not on average draw.
 */
export function gpusWithinCap(plan: Plan, draw: Power): Figure {
  const { power, economics, cluster } = plan;
  const cap = power.facilityCapW;
  if (cap === null) return unknown('no power.facility_cap is given');
  const servers = serverCount(cluster);
  return combine([draw.provisionedW], (watts) => {
    const fitting = Math.floor(cap / ((watts * economics.pue) / servers));
    return Math.floor(fitting * (cluster.gpus / servers));
  });
}
