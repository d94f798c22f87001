import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';

/**
 * What the facility draws, W, where that is above its cap; null: it is not, or nobody knows. Where a part's power is
 * unknown the rest may already be too much.
 */
export function drawAboveCapW({ power: { facilityCapW }, economics }: Plan, { power }: Result): number | null {
  if (facilityCapW === null) return null;
  const drawW = power.facility_w ?? (power.known_subtotal_w ?? 0) * economics.pue;
  return drawW > facilityCapW ? drawW : null;
}
