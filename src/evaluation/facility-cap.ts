import { ratedW } from '../economics/power.ts';
import type { Fabric } from '../fabric/types.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';

/**
 * What the facility has to provide, W, where that is above its cap; null: it is not, or nobody knows. A facility is sized
 * for the ratings of what stands in it, not for what a job draws on average (NVIDIA Mission Control power planning: a rack is the sum
 * of its parts' maxima).
 * Where a rating is unknown the draw, or its known part, may already be too much.
 */
export function provisionAboveCapW({ power: { facilityCapW }, economics }: Plan, { power }: Result): number | null {
  if (facilityCapW === null) return null;
  const neededW = power.facility_provisioned_w ?? power.facility_w ?? (power.known_subtotal_w ?? 0) * economics.pue;
  return neededW > facilityCapW ? neededW : null;
}

/** The same before any plan is timed: ratings do not depend on it. An unknown rating is above no cap. */
export function ratedAboveCapW(plan: Plan, fabric: Fabric): number | null {
  const { facilityCapW } = plan.power;
  const neededW = (ratedW(plan, fabric).value ?? 0) * plan.economics.pue;
  return facilityCapW !== null && neededW > facilityCapW ? neededW : null;
}
