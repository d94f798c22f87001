import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { buildMachine } from '../../evaluation/machine.ts';
import { chooseLayout } from '../../planning/choose-layout.ts';
import { fewestGpus } from '../../planning/inverse/gpus.ts';
import { nicBandwidth } from '../../planning/inverse/nic-bandwidth.ts';
import { mostOversubscription } from '../../planning/inverse/oversubscription.ts';
import { planned } from '../../planning/search/planned.ts';
import { variantEvaluator } from '../../planning/sweep/row.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import { answerJson, answerText, type FoundAnswer } from '../../report/find.ts';
import type { Result } from '../../result/schema.ts';
import type { Layout, Plan } from '../../spec/plan.ts';
import { parseQuantity } from '../../units/quantity.ts';
import type { Command, Context } from '../command.ts';
import { sayExtrapolation } from '../first-diagnostics.ts';
import { freeVariant } from '../free-plan.ts';
import type { LoadedPlan } from '../load-plan.ts';
import { openVariants } from '../open-variants.ts';
import type { OptionValues } from '../options.ts';
import { planOf } from '../plan-of.ts';
import { refuse } from '../refusal.ts';
import { say } from '../say.ts';
import { shareOption } from '../share-option.ts';
import { UsageError } from '../usage-error.ts';

/** One value that will just do: the inverse of an evaluation. */
export const run: Command = async ({ args: [path = '-'], options }, context) => {
  const format = options.format ?? 'table';
  if (format !== 'table' && format !== 'json') {
    throw new UsageError(badUsage('--find prints a table or JSON', 'use --format table or --format json'));
  }
  const answer = options.find === 'gpus' ? await gpus(path, options, context) : await network(path, options, context);
  if (typeof answer === 'number') return answer;
  context.io.stdout.write(format === 'json' ? answerJson(answer) : answerText(answer, context.paint.stdout));
  return answer.found ? Exit.ok : Exit.cannotRun;
};

async function network(path: string, options: OptionValues, context: Context): Promise<FoundAnswer | ExitCode> {
  const keep = shareOption('--keep', options.keep ?? '95%');
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const chosen = chosenPlan(loaded, context);
  if (typeof chosen === 'number') return chosen;
  const { plan, layout } = chosen;
  if (options.find === 'oversubscription') {
    const answer = mostOversubscription(plan, layout, keep);
    return { question: 'oversubscription', keep, answer, found: answer.ratio !== null };
  }
  const built = buildMachine(plan);
  if (!built.ok) return refuse(built.refusal, loaded, context);
  const answer = nicBandwidth(built.machine, layout, keep);
  return { question: 'nic-bandwidth', keep, answer, found: answer.computeBoundBytesPerS !== null };
}

/** The stated parallel plan, or the best one on the stated fabric. */
function chosenPlan(loaded: LoadedPlan, context: Context): { plan: Plan; layout: Layout } | ExitCode {
  const { plan } = loaded;
  if (plan.layout !== null) return { plan, layout: plan.layout };
  const choice = chooseLayout(plan);
  if (!choice.ok) return refuse(choice.refusal, loaded, context);
  const { candidate, fits } = choice;
  return candidate !== null && fits ? { plan: planned(plan, candidate), layout: candidate.layout } : Exit.cannotRun;
}

async function gpus(path: string, options: OptionValues, context: Context): Promise<FoundAnswer | ExitCode> {
  const { io, paint } = context;
  const deadlineS = deadlineOption(options.deadline);
  const set = options.set ?? [];
  const { variants, traced } = await openVariants(path, io);
  const base = traced(set);
  const loaded = base.plan;
  if (loaded === null) {
    say(base.diagnostics, io, paint.stderr);
    return Exit.badInput;
  }
  tokensOf(loaded);
  const evaluate = variantEvaluator({ ceiling: false, influence: false });
  const countOf = (count: number): readonly string[] => [...set, `gpus.count=${count}`];
  const known = new Map<number, Result | null>();
  const resultAt = (count: number): Result | null => {
    if (known.has(count)) return known.get(count) ?? null;
    const overrides = countOf(count);
    const evaluated = evaluate(freeVariant(variants, overrides), overrides);
    const result = evaluated.ok && evaluated.result.training.memory.fits ? evaluated.result : null;
    known.set(count, result);
    return result;
  };
  const answer = fewestGpus(loaded.cluster.gpusPerNode, deadlineS, resultAt);
  if (answer !== null) sayExtrapolation(freeVariant(traced, countOf(answer.gpus)), context);
  return { question: 'gpus', deadlineS, answer, planStated: loaded.layout !== null, found: answer !== null };
}

function tokensOf({ workload }: Plan): void {
  if (workload.tokens === null) {
    throw new UsageError(
      badUsage('a deadline needs the tokens of the run', 'add workload.tokens, as in --set workload.tokens=15e12'),
    );
  }
}

function deadlineOption(text: string | undefined): number {
  const parsed = text === undefined ? null : parseQuantity(text, 'time');
  if (parsed?.ok === true && parsed.value > 0) return parsed.value;
  const what = text === undefined ? '--find gpus needs a --deadline' : `--deadline ${quote(text)} is no time`;
  throw new UsageError(badUsage(what, 'write --deadline 30d'));
}
