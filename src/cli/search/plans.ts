import { evaluate } from '../../evaluation/evaluate.ts';
import { buildMachine } from '../../evaluation/machine.ts';
import { type PlanSearch, prunable, searchPlans } from '../../planning/search/plan-search.ts';
import { partsFor } from '../../planning/sweep/row.ts';
import { Exit } from '../../report/exit.ts';
import { type RowFormatName, rowFormats } from '../../report/rows/row-format.ts';
import { type SearchReport, searchColumns, searchJson, searchRows, searchTable } from '../../report/search.ts';
import type { Result } from '../../result/schema.ts';
import type { Plan } from '../../spec/plan.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { freeVariant } from '../free-plan.ts';
import { openVariants } from '../open-variants.ts';
import { planOf } from '../plan-of.ts';
import { progress } from '../progress.ts';
import { refuse } from '../refusal.ts';
import { say } from '../say.ts';
import { capConstraint, constraintsOption, objectiveOption } from './constraints.ts';

const defaultTop = '5';
const mostPlans = 1000;

/** The best parallel plans of a cluster. */
export const run: Command = async ({ args: [path = '-'], options }, context) => {
  const { io, paint } = context;
  const aim = objectiveOption(options.objective);
  const top = countOption('--top', options.top ?? defaultTop, 1, mostPlans);
  const set = options.set ?? [];
  const { variants, traced } = await openVariants(path, io);
  const resolved = traced(set);
  say(resolved.diagnostics, io, paint.stderr);
  const open = freeVariant(variants, set);
  if (resolved.plan === null || open.plan === null) return Exit.badInput;
  const { plan } = open;
  const built = buildMachine(plan);
  if (!built.ok) {
    const loaded = await planOf(path, set, context);
    return loaded === null ? Exit.badInput : refuse(built.refusal, loaded, context);
  }
  const parts = partsFor([aim.field, ...(options.constraint ?? [])]);
  const stated = statedResult(resolved.plan, parts);
  const constraints = [
    ...constraintsOption(options.constraint ?? [], stated !== null),
    ...capConstraint(plan.power.facilityCapW),
  ];
  const bar = progress(io);
  const settings: PlanSearch = {
    space: options.wide === true ? 'wide' : 'common',
    aim,
    constraints,
    base: stated,
    ...(resolved.plan.layout === null
      ? {}
      : { also: { layout: resolved.plan.layout, overlap: resolved.plan.workload.overlap } }),
    top,
    exhaustive: options.exhaustive === true,
    parts,
    proceed: (done, of) => {
      bar.update(done, of);
      return true;
    },
  };
  if (!prunable(aim) && settings.space === 'wide') {
    io.stderr.write(`${aim.field} does not follow the step time: every plan that fits is evaluated\n`);
  }
  const outcome = searchPlans(built.machine, settings);
  bar.clear();
  const report: SearchReport = {
    aim,
    space: settings.space,
    outcome,
    stated,
    source: path,
    set,
    keys: statedKeys(resolved.plan),
  };
  const format = options.format ?? 'table';
  if (format === 'table') io.stdout.write(searchTable(report, paint.stdout));
  else if (format === 'json') io.stdout.write(searchJson(report));
  else {
    const { head, row } = rowFormats[format as RowFormatName];
    const columns = searchColumns(aim);
    io.stdout.write(
      head(columns) +
        searchRows(report)
          .map((cells) => row(columns, cells))
          .join(''),
    );
  }
  return outcome.found.length === 0 ? Exit.cannotRun : Exit.ok;
};

/** Keys of `workload` that the user wrote. */
const statedKeys = ({ origins }: Plan): readonly string[] =>
  Object.entries(origins).flatMap(([path, { kind }]) => {
    const key = /^workload\.(\w+)$/.exec(path)?.[1];
    return key !== undefined && (kind === 'spec' || kind === 'override') ? [key] : [];
  });

/** What the plan that the spec states comes to; null where it leaves it open, or it does not run. */
function statedResult(plan: Plan, parts: PlanSearch['parts']): Result | null {
  if (plan.layout === null) return null;
  const outcome = evaluate(plan, plan.layout, 'spec', parts);
  return outcome.ok && outcome.result.training.memory.fits ? outcome.result : null;
}
