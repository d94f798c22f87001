import { resolveConstants } from '../../../src/catalog/constants.ts';
import type { ModelConstant } from '../../../src/catalog/types.ts';
import type { CollectiveModel } from '../../../src/collectives/types.ts';
import { buildMachine } from '../../../src/evaluation/machine.ts';
import type { Layout, Plan } from '../../../src/spec/plan.ts';
import { trainingContext } from '../../../src/training/context.ts';
import { timeStep } from '../../../src/training/step.ts';
import { measuredTime } from '../measured-time.ts';
import { planOfSpec } from '../plan-of-spec.ts';
import { type Row, readRows, setNames } from '../rows.ts';
import { isTuned } from '../tuned.ts';

/** One configuration with its measured step, ready to be timed under other constants. */
export interface Observation {
  readonly row: Row;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly collectives: CollectiveModel;
  readonly measuredS: number;
  readonly tuned: boolean;
  readonly generation: string;
}

/** Every training row with a known layout; one configuration counts once, by its first row. */
export function observations(): Observation[] {
  const seen = new Set<string>();
  const out: Observation[] = [];
  for (const row of setNames('training').flatMap((set) => readRows('training', set))) {
    if (row.exclude !== null || row.duplicateOf !== null || row.needs !== null) continue;
    const key = row.group ?? `${row.set}#${row.id}`;
    if (seen.has(key)) continue;
    const resolved = planOfSpec(row.spec);
    if (!resolved.ok || resolved.plan.layout === null) continue;
    const { plan } = resolved;
    const built = buildMachine(plan);
    const measured = measuredTime(row, plan);
    if (!built.ok || measured === null || plan.layout === null) continue;
    seen.add(key);
    out.push({
      row,
      plan,
      layout: plan.layout,
      collectives: built.machine.collectives,
      measuredS: measured.stepTimeS,
      tuned: isTuned(row),
      generation: plan.cluster.gpu.generation,
    });
  }
  return out;
}

/** The constants of an observation's plan under a changed table. */
export function constantsOf(o: Observation, table: readonly ModelConstant[]): Plan['constants'] {
  const { cluster, workload } = o.plan;
  return {
    ...o.plan.constants,
    ...resolveConstants(table, {
      generation: cluster.gpu.generation,
      vendor: cluster.gpu.vendor,
      transport: cluster.nic.transport,
      framework: workload.software.framework,
      year: workload.software.year,
    }),
  };
}

/** ln(predicted / measured) under given constants. Collectives keep theirs: they are set on logs, not on steps. */
export function logError(o: Observation, constants: Plan['constants']): number {
  const context = trainingContext({ ...o.plan, constants }, o.collectives);
  return Math.log(timeStep(context, o.layout).stepTimeS / o.measuredS);
}
