import { economics } from '../economics/economics.ts';
import { priceRange } from '../economics/range.ts';
import type { StepActivity } from '../economics/types.ts';
import type { Fabric } from '../fabric/types.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';

type Range = NonNullable<Result['range']>;

/** Money and power at low, typical and high prices, with the reasons of what is unknown there. */
export function rangeResult(
  plan: Plan,
  fabric: Fabric,
  activity: StepActivity,
): { readonly range: Range; readonly reasons: Readonly<Record<string, string>> } {
  const { varied, plans } = priceRange(plan);
  const reasons: Record<string, string> = {};
  const at = (level: keyof typeof plans): Range['low'] => {
    const { cost, power, reasons: why } = economics(plans[level], fabric, activity);
    for (const [field, reason] of Object.entries(why)) reasons[`range.${level}.${field}`] = reason;
    return { cost, power };
  };
  return { range: { varied: [...varied], low: at('low'), typical: at('typical'), high: at('high') }, reasons };
}
