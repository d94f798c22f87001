import { planResult } from '../../evaluation/plan-result.ts';
import type { Result } from '../../result/schema.ts';
import type { Plan } from '../../spec/plan.ts';
import type { Gate } from '../gates/gate.ts';
import { judge } from '../gates/judge.ts';
import { candidateGroups, candidatesOf } from './space.ts';

/** Whether a constraint is on the plan itself, so that it can be judged before the plan is timed. */
export const isOnPlan = ({ field }: Gate): boolean => field.startsWith('plan.');

/** Constraints on the plan itself that no candidate of the common space meets, whatever its time and memory. */
export function unreachable(plan: Plan, constraints: readonly Gate[]): readonly Gate[] {
  let open = constraints.filter(isOnPlan);
  for (const group of candidateGroups(plan, 'common')) {
    if (open.length === 0) break;
    for (const { layout } of candidatesOf(group)) {
      const result: Pick<Result, 'plan' | 'reasons'> = { plan: planResult(layout, 'search'), reasons: {} };
      open = open.filter((gate) => !judge(gate, null, result).passed);
    }
  }
  return open;
}
