import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { combine, type Figure } from './figure.ts';
import type { RatedPower } from './power.ts';

/**
 * GPUs that fit under the facility's power cap, in whole servers, at this design's rated draw per server (its share of
 * the network included) and PUE. Power is provisioned on ratings, not on average draw.
 */
export function gpusWithinCap(plan: Plan, draw: RatedPower, capW: number): Figure {
  const { economics, cluster } = plan;
  const servers = serverCount(cluster);
  return combine([draw.provisionedW], (watts) => {
    const fitting = Math.floor(capW / ((watts * economics.pue) / servers));
    return Math.floor(fitting * (cluster.gpus / servers));
  });
}
