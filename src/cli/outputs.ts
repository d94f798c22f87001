import { resolve } from 'node:path';
import { badUsage, unknownFormat, unwritableFile } from '../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../diagnostics/printable.ts';
import type { ExitCode } from '../report/exit.ts';
import { type Format, formatExtensions, formatOfFile, loadReporter } from '../report/formats.ts';
import type { ReportOptions } from '../report/reporter.ts';
import type { Result } from '../result/schema.ts';
import { painter } from './color.ts';
import type { Context } from './command.ts';
import { fileProblem } from './file-problem.ts';
import type { PendingFile } from './io.ts';
import { UsageError } from './usage-error.ts';

export interface TargetOf<F> {
  readonly path: string;
  readonly format: F;
  readonly file: PendingFile;
}

export type Target = TargetOf<Format>;

/** Which endings of a file name pick which format. */
export interface Endings<F> {
  readonly formatOf: (path: string) => F | null;
  readonly extensions: readonly string[];
}

/** @param inputs files that are read and must not be written over; `-` is standard input */
export const openTargets = (
  paths: readonly string[],
  context: Context,
  inputs: readonly string[] = [],
): Promise<readonly Target[]> =>
  openTargetsOf(paths, { formatOf: formatOfFile, extensions: formatExtensions }, context, inputs);

/**
 * Opens every `-o` file before anything is computed.
 *
 * @throws UsageError for an ending that names no format, a path given twice or read, or a file that cannot be written
 */
export async function openTargetsOf<F>(
  paths: readonly string[],
  { formatOf, extensions }: Endings<F>,
  context: Context,
  inputs: readonly string[] = [],
): Promise<readonly TargetOf<F>[]> {
  const formats = paths.map((path) => {
    const format = formatOf(path);
    if (format !== null) return format;
    const endings = `end the name in ${alternatives(extensions)}`;
    throw new UsageError({
      ...unknownFormat(path, []),
      message: `the name ${quote(path)} says no format`,
      help: endings,
    });
  });
  const whole = paths.map((path) => resolve(path));
  const twice = paths.find((_, index) => whole.indexOf(whole[index] ?? '') !== index);
  if (twice !== undefined) throw new UsageError(badUsage(`-o ${quote(twice)} is given twice`));
  const read = inputs.filter((path) => path !== '-').map((path) => resolve(path));
  const over = paths.find((_, index) => read.includes(whole[index] ?? ''));
  if (over !== undefined) {
    throw new UsageError(badUsage(`-o ${quote(over)} would write over what is read`, 'give the output another name'));
  }
  const targets: TargetOf<F>[] = [];
  for (const [index, path] of paths.entries()) {
    const file = await context.io.files.open(path).catch((error: unknown) => {
      throw new UsageError(unwritableFile(path, fileProblem(error)));
    });
    context.pending.push(file);
    targets.push({ path, format: formats[index] as F, file });
  }
  return targets;
}

/** Writes every target and shows it under its name. Files never get colour. */
export async function writeTargets(
  result: Result,
  options: Omit<ReportOptions, 'paint'>,
  targets: readonly Target[],
  { io }: Context,
): Promise<void> {
  for (const { path, format, file } of targets) {
    const { output } = (await loadReporter(format))(result, { ...options, paint: painter('never', io.env, false) });
    try {
      await file.write(output);
      await file.commit();
    } catch (error) {
      throw new UsageError(unwritableFile(path, fileProblem(error)));
    }
  }
}

/** Writes every target, then prints the report in one format. */
export async function writeReports(
  result: Result,
  format: Format,
  options: Omit<ReportOptions, 'paint'>,
  targets: readonly Target[],
  context: Context,
): Promise<ExitCode> {
  await writeTargets(result, options, targets, context);
  const { output, exitCode } = (await loadReporter(format))(result, { ...options, paint: context.paint.stdout });
  context.io.stdout.write(output);
  return exitCode;
}
