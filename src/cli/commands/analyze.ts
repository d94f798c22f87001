import { assumptionsRefused } from '../../diagnostics/messages/usage.ts';
import { EVERYTHING } from '../../evaluation/evaluate.ts';
import { Exit, type ExitCode, worstExit } from '../../report/exit.ts';
import { originText } from '../../report/explain/origin-text.ts';
import type { Format } from '../../report/formats.ts';
import { exitOf } from '../../report/verdict-exit.ts';
import type { Result } from '../../result/schema.ts';
import type { Command, Context } from '../command.ts';
import { evaluatePlan } from '../evaluate-plan.ts';
import type { OptionValues } from '../options.ts';
import { openTargets, writeReports, writeTargets } from '../outputs.ts';
import { planOf } from '../plan-of.ts';
import { say } from '../say.ts';

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const { explain: field, format = 'table', all = false } = options;
  // Explanations load only where they are asked for: start-up pays for what runs.
  const explaining = field === undefined ? null : { field, ...(await import('../explain-field.ts')) };
  explaining?.checkExplain(explaining.field, format);
  const targets = await openTargets(options.output ?? [], context, [path]);
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const outcome = evaluatePlan(loaded, context, { ...EVERYTHING, range: options.range === true });
  if (!outcome.ok) return outcome.exitCode;
  const { result, plan } = outcome;
  const locate = (specPath: string): string | null => {
    const origin = plan.origins[specPath];
    return origin === undefined ? null : originText(origin);
  };
  const report = { all, locate };
  if (explaining === null) {
    await writeReports(result, format as Format, report, targets, context);
  } else {
    await writeTargets(result, report, targets, context);
    context.io.stdout.write(explaining.explainField(explaining.field, format, result, plan, context.paint.stdout));
  }
  return worstExit([exitOf(result), strictness(result, options, context)]);
};

function strictness(result: Result, options: OptionValues, { io, paint }: Context): ExitCode {
  if (options.strictAssumptions !== true || result.assumptions.length === 0) return Exit.ok;
  say([assumptionsRefused(result.assumptions.map(({ path }) => path))], io, paint.stderr);
  return Exit.badInput;
}
