import type { Gate } from '../../planning/gates/gate.ts';
import { judge } from '../../planning/gates/judge.ts';
import { type Axis, parseAxis } from '../../planning/sweep/axis.ts';
import { type Grid, grid } from '../../planning/sweep/grid.ts';
import { type Aim, badness } from '../../planning/sweep/pareto.ts';
import {
  axisCell,
  type Cell,
  cellsOf,
  defaultFields,
  type Evaluated,
  partsFor,
  planFields,
  variantEvaluator,
} from '../../planning/sweep/row.ts';
import { type DesignReport, designJson, designRows, designTable } from '../../report/designs.ts';
import { Exit } from '../../report/exit.ts';
import type { RowFormatName } from '../../report/rows/row-format.ts';
import { breather } from '../breathe.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { textIsSound } from '../first-diagnostics.ts';
import { freeVariant } from '../free-plan.ts';
import { openVariants } from '../open-variants.ts';
import type { OptionValues } from '../options.ts';
import { progress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { constraintsOption, objectiveOption } from './constraints.ts';

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
  const { io, paint } = context;
  const aim = objectiveOption(options.objective ?? defaultObjective);
  const constraints = constraintsOption(options.constraint ?? [], false);
  const best = new Best(aim, constraints, countOption('--top', options.top ?? defaultTop, 1, mostDesigns));
  const points = grid((options.vary ?? defaultAxes).map(axisOption));
  const { variants, traced } = await openVariants(path, io);
  if (!textIsSound(traced(overridesAt(points, 1, options)), context)) return Exit.badInput;

  const asked = constraints.map(({ field }) => field);
  const fields = [...new Set([aim.field, ...asked, ...defaultFields, ...planFields])];
  const evaluate = variantEvaluator(partsFor(fields));
  const [bar, due] = [progress(io), breather()];
  for (let point = 1; point <= points.points && !io.signal.aborted; point++) {
    const overrides = overridesAt(points, point, options);
    best.add(points.at(point).values.map(axisCell), evaluate(freeVariant(variants, overrides), overrides), fields);
    if (await due()) bar.update(point, points.points);
  }
  bar.clear();
  const { impossible, tooLarge, refused } = best;
  const counts = { designs: points.points, impossible, tooLarge, refused };
  const report: DesignReport = { aim, paths: points.paths, fields, designs: best.rows(), counts };
  const format = options.format ?? 'table';
  if (format === 'table') io.stdout.write(designTable(report, paint.stdout));
  else io.stdout.write(format === 'json' ? designJson(report) : designRows(report, format as RowFormatName));
  if (io.signal.aborted) return Exit.interrupted;
  return report.designs.length === 0 ? Exit.cannotRun : Exit.ok;
};

function axisOption(text: string): Axis {
  const parsed = parseAxis(text);
  if (!parsed.ok) throw new UsageError(parsed.problem);
  return parsed.axis;
}

const overridesAt = (points: Grid, point: number, { set = [] }: OptionValues): readonly string[] => [
  ...set,
  ...points.at(point).values.map((value, i) => `${points.paths[i] ?? ''}=${value}`),
];

/** The best designs so far, and how many others there were for which reason. */
class Best {
  impossible = 0;
  tooLarge = 0;
  refused = 0;
  private kept: readonly { readonly score: number; readonly cells: readonly Cell[] }[] = [];
  private readonly aim: Aim;
  private readonly constraints: readonly Gate[];
  private readonly top: number;

  constructor(aim: Aim, constraints: readonly Gate[], top: number) {
    this.aim = aim;
    this.constraints = constraints;
    this.top = top;
  }

  add(varied: readonly Cell[], evaluated: Evaluated, fields: readonly string[]): void {
    if (!evaluated.ok) {
      this.impossible++;
      return;
    }
    const { result } = evaluated;
    if (!result.training.memory.fits) {
      this.tooLarge++;
      return;
    }
    const [value] = cellsOf(result, [this.aim.field]);
    if (typeof value !== 'number' || !this.constraints.every((gate) => judge(gate, null, result).passed)) {
      this.refused++;
      return;
    }
    const design = { score: badness(value, this.aim), cells: [...varied, ...cellsOf(result, fields)] };
    // A stable sort: equal designs stay in the order of the grid.
    this.kept = [...this.kept, design].sort((a, b) => a.score - b.score).slice(0, this.top);
  }

  rows(): readonly (readonly Cell[])[] {
    return this.kept.map(({ cells }) => cells);
  }
}
