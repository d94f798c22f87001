import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { unwritableFile } from '../../diagnostics/messages/usage.ts';
import { compare } from '../../planning/compare/compare.ts';
import { judgeAll } from '../../planning/gates/judge.ts';
import {
  type ComparedDesign,
  type ComparisonReport,
  comparisonExit,
} from '../../report/comparison/comparison-report.ts';
import {
  type ComparisonFormat,
  comparisonExtensions,
  comparisonFormatOfFile,
  loadComparisonReporter,
} from '../../report/comparison/formats.ts';
import { Exit } from '../../report/exit.ts';
import { painter } from '../color.ts';
import type { Command, Context } from '../command.ts';
import { fileProblem } from '../file-problem.ts';
import { readGates } from '../gates-option.ts';
import { openTargetsOf } from '../outputs.ts';
import { readDesign } from '../read-design.ts';
import { say } from '../say.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

export const command: Command = async ({ args, options }, context) => {
  const { io, paint } = context;
  const format = (options.format ?? 'table') as ComparisonFormat;
  const all = options.all ?? false;
  const { gates, diagnostics } = await readGates(options.failOn ?? [], options.policy ?? [], io);
  say(diagnostics, io, paint.stderr);
  if (hasErrors(diagnostics)) return Exit.badInput;
  const endings = { formatOf: comparisonFormatOfFile, extensions: comparisonExtensions };
  const targets = await openTargetsOf(options.output ?? [], endings, context);

  const [basePath = '-', ...paths] = args;
  const base = await readDesign(basePath, [], context);
  if (!base.ok) return base.exitCode;
  const designs: ComparedDesign[] = [];
  for (const path of paths) {
    const design = await readDesign(path, options.set ?? [], context);
    if (!design.ok) return design.exitCode;
    const { source, result } = design;
    designs.push({
      source,
      result,
      comparison: compare(base.result, result),
      gates: judgeAll(gates, base.result, result),
    });
  }
  const report: ComparisonReport = { base, designs, toolVersion: version };
  for (const { path, format: written, file } of targets) {
    const plain = { paint: painter('never', io.env, false), all };
    try {
      await file.write((await loadComparisonReporter(written))(report, plain));
      await file.commit();
    } catch (error) {
      throw new UsageError(unwritableFile(path, fileProblem(error)));
    }
  }
  io.stdout.write((await loadComparisonReporter(format))(report, { paint: paint.stdout, all }));
  if (format === 'github') await addToSummary(report, all, context);
  return comparisonExit(report);
};

/** GitHub shows what a step appends to the file of this variable. */
async function addToSummary(report: ComparisonReport, all: boolean, { io }: Context): Promise<void> {
  const path = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return;
  const markdown = await loadComparisonReporter('markdown');
  try {
    const file = await io.files.grow(path);
    await file.write(markdown(report, { paint: painter('never', io.env, false), all }));
    await file.close();
  } catch (error) {
    throw new UsageError(unwritableFile(path, fileProblem(error)));
  }
}
