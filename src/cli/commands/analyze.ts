import { assumptionsRefused, badUsage, unknownField } from '../../diagnostics/messages/usage.ts';
import { Exit, type ExitCode, worstExit } from '../../report/exit.ts';
import { explain } from '../../report/explain/explanation.ts';
import { originText } from '../../report/explain/origin-text.ts';
import { entryOf, explainedFields } from '../../report/explain/registry.ts';
import { explanationText } from '../../report/explain/text.ts';
import type { Format } from '../../report/formats.ts';
import { jsonText } from '../../report/json.ts';
import { exitOf } from '../../report/verdict-exit.ts';
import type { Result } from '../../result/schema.ts';
import type { Plan } from '../../spec/plan.ts';
import type { Command, Context } from '../command.ts';
import { evaluatePlan } from '../evaluate-plan.ts';
import type { OptionValues } from '../options.ts';
import { openTargets, writeReports } from '../outputs.ts';
import { planOf } from '../plan-of.ts';
import { say } from '../say.ts';
import { UsageError } from '../usage-error.ts';

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  checkExplain(options);
  const targets = await openTargets(options.output ?? [], context);
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const outcome = evaluatePlan(loaded, context);
  if (!outcome.ok) return outcome.exitCode;
  const { result } = outcome;
  const format = (options.format ?? 'table') as Format;
  const locate = (specPath: string): string | null => {
    const origin = loaded.plan.origins[specPath];
    return origin === undefined ? null : originText(origin);
  };
  const report = { all: options.all ?? false, locate };
  const exitCode =
    options.explain === undefined
      ? await writeReports(result, format, report, targets, context)
      : explainField(options.explain, format, result, outcome.plan, context);
  return worstExit([exitCode, strictness(result, options, context)]);
};

/** Refused before anything is computed. */
function checkExplain({ explain: field, format }: OptionValues): void {
  if (field === undefined) return;
  if (entryOf(field) === null) throw new UsageError(unknownField(field, explainedFields));
  if (format === 'csv' || format === 'markdown') {
    throw new UsageError(badUsage('--explain prints a table or JSON', 'use --format table or --format json'));
  }
}

function explainField(field: string, format: Format, result: Result, plan: Plan, { io, paint }: Context): ExitCode {
  const explanation = explain(field, result, plan);
  if (explanation === null) throw new UsageError(unknownField(field, explainedFields));
  io.stdout.write(format === 'json' ? jsonText(explanation) : explanationText(explanation, paint.stdout));
  return exitOf(result);
}

function strictness(result: Result, options: OptionValues, { io, paint }: Context): ExitCode {
  if (options.strictAssumptions !== true || result.assumptions.length === 0) return Exit.ok;
  say([assumptionsRefused(result.assumptions.map(({ path }) => path))], io, paint.stderr);
  return Exit.badInput;
}
