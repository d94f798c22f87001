import { measuredStride } from '../../collectives/calibration/calibrated-model.ts';
import { type Health, healthOf } from '../../collectives/calibration/health.ts';
import { calibrate, type Labels, type ReadCurve } from '../../collectives/calibration/profile.ts';
import { reachOf } from '../../collectives/calibration/reach.ts';
import { doubtfulLog } from '../../diagnostics/messages/notes.ts';
import { badUsage, unwritableFile } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { buildMachine } from '../../evaluation/machine.ts';
import { type CalibrationReport, calibrationJson, calibrationTable } from '../../report/calibration.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import { profileText } from '../../spec/profile-file.ts';
import type { Command, Context } from '../command.ts';
import { countOption } from '../count-option.ts';
import { fileProblem } from '../file-problem.ts';
import { operationOf } from '../operation.ts';
import type { OptionValues } from '../options.ts';
import { openTargetsOf } from '../outputs.ts';
import { planOf } from '../plan-of.ts';
import { readInput, stdinName } from '../read-input.ts';
import { refuse } from '../refusal.ts';
import { say } from '../say.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

/** A log of 2,160 ranks with all of NCCL's own output has some megabytes. */
const LARGEST_LOG_BYTES = 64 * 1024 ** 2;
const EXTENSIONS = ['.yaml', '.yml'];

export const command: Command = async ({ args: paths, options }, context) => {
  const labels = labelsOf(options);
  const formatOf = (path: string): 'yaml' | null => (EXTENSIONS.some((end) => path.endsWith(end)) ? 'yaml' : null);
  const targets = await openTargetsOf(options.output ?? [], { formatOf, extensions: EXTENSIONS }, context);
  const logs: { name: string; text: string }[] = [];
  for (const path of paths) logs.push({ name: path === '-' ? stdinName : path, text: await textOf(path, context) });
  const { profile, curves, refused, warnings } = calibrate(logs, labels);
  const remarks = [...refused, ...warnings];
  say(
    remarks.map(({ source, message }) => doubtfulLog(source, message)),
    context.io,
    context.paint.stderr,
  );
  if (profile.entries.length === 0) {
    const help = 'give the output of all_reduce_perf, all_gather_perf, alltoall_perf, ...';
    throw new UsageError(badUsage('no log gives a curve', help));
  }
  const judged = await healthJudge(options.spec, context);
  if (typeof judged !== 'function') return judged;
  const report: CalibrationReport = {
    profile,
    curves: curves.map((curve) => ({ ...curve, health: judged(curve) })),
    refused,
    warnings,
    reach: reachOf(profile.entries),
  };
  const text = profileText(profile, `fabricplan ${version}`);
  for (const { path, file } of targets) {
    try {
      await file.write(text);
      await file.commit();
    } catch (error) {
      throw new UsageError(unwritableFile(path, fileProblem(error)));
    }
  }
  const formats: Readonly<Record<string, () => string>> = {
    table: () => calibrationTable(report, context.paint.stdout),
    json: () => calibrationJson(report),
    yaml: () => text,
  };
  context.io.stdout.write(formats[options.format ?? 'table']?.() ?? '');
  return Exit.ok;
};

function labelsOf({ op, ranks, perNode }: OptionValues): Labels {
  return {
    ...(op === undefined ? {} : { op: operationOf(op) }),
    ...(ranks === undefined ? {} : { ranks: countOption('--ranks', ranks, 2) }),
    ...(perNode === undefined ? {} : { ranksPerNode: countOption('--per-node', perNode, 1) }),
  };
}

async function textOf(path: string, { io }: Context): Promise<string> {
  const bytes = await readInput(path, io, LARGEST_LOG_BYTES);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new UsageError(
      badUsage(`the log ${quote(path)} is compressed`, `unpack it: gunzip -c ${quote(path)} | fabricplan calibrate -`),
    );
  // A Windows shell redirects as UTF-16.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  if (bytes.length <= LARGEST_LOG_BYTES) return new TextDecoder(encoding).decode(bytes);
  throw new UsageError(badUsage(`the log ${quote(path)} is larger than 64 MiB`, 'keep the rows of the tables'));
}

/** Judges a curve by the uncalibrated model of the cluster it is said to come from; null without a spec. */
async function healthJudge(
  path: string | undefined,
  context: Context,
): Promise<((curve: ReadCurve) => Health | null) | ExitCode> {
  if (path === undefined) return () => null;
  const loaded = await planOf(path, [], context);
  if (loaded === null) return Exit.badInput;
  const { calibration: _, ...plan } = loaded.plan;
  const built = buildMachine(plan);
  if (!built.ok) return refuse(built.refusal, loaded, context);
  const { collectives } = built.machine;
  return (curve) => {
    const group = { ranks: curve.ranks, stride: measuredStride(curve, plan.cluster.gpusPerNode) };
    return healthOf(curve.points, curve.op, group, collectives);
  };
}
