import { buildMachine, type Machine, trainingOn } from '../../src/evaluation/machine.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import type { Layout } from '../../src/spec/plan.ts';
import { estimateMemory } from '../../src/training/step.ts';
import { groupBy } from './group-by.ts';
import { planOfSpec } from './plan-of-spec.ts';
import { type Row, readRows, setNames } from './rows.ts';
import { type Options, wantsFamily, wantsSet } from './section.ts';

/** One run with what the tool says about its memory. */
export interface Verdict {
  readonly row: Row;
  readonly model: string;
  readonly ran: boolean;
  readonly fits: boolean;
  readonly predictedBytes: number;
  /** What the job may use of the GPU. */
  readonly limitBytes: number;
  /** Predicted bytes over measured bytes - 1; null where the run left no number. */
  readonly error: number | null;
  /** The same run judged with some constants changed. */
  readonly under: (changed: Readonly<Record<string, number>>) => Verdict;
}

export interface Unjudged {
  readonly row: Row;
  readonly reason: string;
}

export const isRight = (v: Verdict): boolean => v.ran === v.fits;

/** Predicted within a quarter of what the job may use: where a verdict is hard. */
export const isNearLimit = (v: Verdict): boolean =>
  v.predictedBytes > 0.75 * v.limitBytes && v.predictedBytes < 1.25 * v.limitBytes;

/** A run on its machine, ready to be judged under other constants. */
interface Prepared {
  readonly row: Row;
  readonly machine: Machine;
  readonly layout: Layout;
}

function prepare(row: Row): Prepared | Unjudged {
  const resolved = planOfSpec(row.spec);
  if (!resolved.ok) return { row, reason: resolved.reason };
  const { plan } = resolved;
  const built = buildMachine(plan);
  if (!built.ok) return { row, reason: `fabric refused: ${built.refusal.limit}` };
  if (plan.layout !== null) return { row, machine: built.machine, layout: plan.layout };
  const choice = chooseLayout(plan);
  if (!choice.ok || choice.candidate === null) return { row, reason: 'no layout divides the job' };
  return { row, machine: built.machine, layout: choice.candidate.layout };
}

/** @param changed values of constants, by id, in the place of the catalog's */
function judge({ row, machine, layout }: Prepared, changed: Readonly<Record<string, number>> = {}): Verdict {
  const { plan } = machine;
  const constants = { ...plan.constants };
  for (const [id, value] of Object.entries(changed)) {
    const old = constants[id];
    if (old !== undefined) constants[id] = { ...old, value };
  }
  const predictedBytes = estimateMemory(trainingOn({ ...machine, plan: { ...plan, constants } }), layout).totalBytes;
  const { gpu, reserveBytes } = plan.cluster;
  const limitBytes = gpu.memoryBytes - reserveBytes;
  const measured = row.measured.memory_bytes_per_gpu;
  return {
    row,
    model: plan.workload.model.name,
    ran: row.measured.out_of_memory !== true,
    fits: predictedBytes <= limitBytes,
    predictedBytes,
    limitBytes,
    error: measured === undefined ? null : predictedBytes / measured - 1,
    under: (other) => judge({ row, machine, layout }, other),
  };
}

const isPrepared = (outcome: Prepared | Unjudged): outcome is Prepared => 'machine' in outcome;

const everything: Options = { sets: [], families: [], everyRow: false };

/** Runs of the training sets that state their memory, and the sets of runs that fitted or ran out of it. */
export function memoryOutcomes(options: Options = everything): {
  readonly verdicts: readonly Verdict[];
  readonly unjudged: readonly Unjudged[];
} {
  const rows = [
    ...setNames('training')
      .filter((set) => wantsSet(options, set))
      .flatMap((set) => readRows('training', set))
      .filter((row) => row.measured.memory_bytes_per_gpu !== undefined && row.duplicateOf === null),
    ...(wantsSet(options, 'nanotron') ? readRows('memory', 'nanotron') : []),
  ].filter((row) => wantsFamily(options, row.family) && row.exclude === null && row.needs === null);
  const all = rows.map(prepare);
  return {
    verdicts: all.filter(isPrepared).map((prepared) => judge(prepared)),
    unjudged: all.filter((outcome): outcome is Unjudged => !isPrepared(outcome)),
  };
}

/** What verdicts set: overhead of the allocator and bytes of a logit, on a coarse grid. */
const GRID = [0.2, 0.4, 0.6, 0.8].flatMap((overhead) =>
  [7, 8.6, 10].map((logit) => ({ allocator_overhead: overhead, logits_bytes: logit })),
);

/** Verdicts on each model with the constants that the verdicts on the others choose. */
export function verdictsHeldOut(verdicts: readonly Verdict[]): Verdict[] {
  const candidates = GRID.map((changed) => verdicts.map(({ under }) => under(changed)));
  return [...groupBy(verdicts, ({ model }) => model.replace(/-gqa$/, ''))].flatMap(([held]) => {
    const isHeld = ({ model }: Verdict): boolean => model.replace(/-gqa$/, '') === held;
    const rightOfOthers = (all: readonly Verdict[]): number => all.filter((v) => !isHeld(v) && isRight(v)).length;
    const best = candidates.reduce((a, b) => (rightOfOthers(b) > rightOfOthers(a) ? b : a));
    return best.filter(isHeld);
  });
}
