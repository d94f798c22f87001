import { grid, shardPoint, shardSize } from '../../planning/sweep/grid.ts';
import { type Aim, badness } from '../../planning/sweep/pareto.ts';
import type { PointRow } from '../../planning/sweep/point-row.ts';
import { defaultFields, planFields } from '../../planning/sweep/row.ts';
import type { DesignReport, RankedDesign } from '../../report/designs.ts';
import { Exit } from '../../report/exit.ts';
import { axesOption } from '../axes-option.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { sayExtrapolation, textIsSound } from '../first-diagnostics.ts';
import { freeVariant } from '../free-plan.ts';
import { jobsOption } from '../jobs-option.ts';
import { openVariants } from '../open-variants.ts';
import { rowsInOrder } from '../points/in-order.ts';
import { overridesAt, type PointJob } from '../points/job.ts';
import { progress } from '../progress.ts';
import { runId } from '../run-id.ts';
import { shardOption } from '../shard-option.ts';
import { bestDesigns } from './best-designs.ts';
import { constraintsOption, objectiveOption } from './constraints.ts';
import { openSearchTargets } from './targets.ts';

/** What a design search varies unless it is told. */
const defaultAxes: readonly string[] = [
  'topology.kind=rail-optimized,fat-tree',
  'topology.oversubscription=1,1.5,2,3,4,7',
];

const defaultObjective = 'cost.usd_per_million_tokens';
const defaultTop = '10';
const mostDesigns = 1000;

/** The best clusters under constraints: each design with the plan that is best on it. */
export const run: Command = async ({ args: [path = '-'], options }, context) => {
  const { io } = context;
  const aim = objectiveOption(options.objective ?? defaultObjective);
  const constraints = options.constraint ?? [];
  const asked = constraintsOption(constraints, false).map(({ field }) => field);
  const top = countOption('--top', options.top ?? defaultTop, 1, mostDesigns);
  const jobs = jobsOption(options.jobs);
  const set = options.set ?? [];
  const axes = axesOption(options.vary ?? defaultAxes, set);
  const shard = shardOption(options.shard);
  const { paths, points } = grid(axes);
  const { source, traced, contents } = await openVariants(path, io);
  const targets = await openSearchTargets(options, context);
  if (!textIsSound(traced(overridesAt({ set, axes }, 1)), context)) return Exit.badInput;

  const fields = [...new Set([aim.field, ...asked, ...defaultFields, ...planFields])];
  const job: PointJob = { kind: 'points', source, set, axes, shard, fields, free: true, constraints };
  const total = shardSize(points, shard);
  const bar = progress(io);
  const best = new Best(aim, top);
  let n = 0;
  for await (const batch of rowsInOrder(job, 0, total, jobs, io)) {
    for (const row of batch) best.add(row, shardPoint(n++, shard));
    bar.update(n, total);
  }
  bar.clear();
  if (io.signal.aborted) return Exit.interrupted;
  const ranked = best.ranked();
  const report: DesignReport = {
    aim,
    paths,
    fields,
    designs: ranked.map(({ cells }) => cells),
    counts: { designs: total, ...best.counts },
  };
  if (options.shard !== undefined) {
    const run = await runId(contents(), [set, axes, fields, aim, constraints, top]);
    await targets.writePart({ kind: 'designs', run, shard, top, report, ranked });
    return Exit.ok;
  }
  const [winner] = ranked;
  if (winner !== undefined) sayExtrapolation(freeVariant(traced, overridesAt({ set, axes }, winner.point)), context);
  await targets.write({ kind: 'designs', report });
  return ranked.length === 0 ? Exit.cannotRun : Exit.ok;
};

/** The best designs so far, and how many others there were for which reason. */
class Best {
  readonly counts = { impossible: 0, tooLarge: 0, refused: 0 };
  private kept: readonly RankedDesign[] = [];
  private readonly aim: Aim;
  private readonly top: number;

  constructor(aim: Aim, top: number) {
    this.aim = aim;
    this.top = top;
  }

  /** @param row its first value is that of the aim */
  add({ varied, values, problem, fits, allowed }: PointRow, point: number): void {
    const [value] = values;
    if (problem !== null) this.counts.impossible++;
    else if (!fits) this.counts.tooLarge++;
    else if (!allowed || typeof value !== 'number') this.counts.refused++;
    else {
      const design = { score: badness(value, this.aim), point, cells: [...varied, ...values] };
      this.kept = bestDesigns([...this.kept, design], this.top);
    }
  }

  ranked(): readonly RankedDesign[] {
    return this.kept;
  }
}
