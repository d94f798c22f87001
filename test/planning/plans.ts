import { buildMachine, type Machine } from '../../src/evaluation/machine.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { specWith } from '../evaluation/fixture.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

/** A job on H100s whose parallel plan is open. */
export function openPlan(workload: Record<string, unknown> = {}, count = 64): Plan {
  const spec = specWith({ gpus: { count } });
  spec['workload'] = { model: 'llama-3-8b', sequence_length: 8192, global_batch: 128, ...workload };
  const outcome = planOfSpec(spec);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.plan;
}

export function machineOf(plan: Plan): Machine {
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return built.machine;
}
