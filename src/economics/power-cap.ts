import type { Plan } from '../spec/plan.ts';
import { combine, type Figure, unknown } from './figure.ts';
import type { Power } from './power.ts';

/**
 * GPUs that fit under the facility's power cap at this design's rated draw per GPU and PUE. Power is provisioned on ratings, not
 * on average draw.
 */
export function gpusWithinCap(plan: Plan, draw: Power): Figure {
  const cap = plan.power.facilityCapW;
  if (cap === null) return unknown('no power.facility_cap is given');
  return combine([draw.provisionedW], (watts) => Math.floor(cap / ((watts * plan.economics.pue) / plan.cluster.gpus)));
}
