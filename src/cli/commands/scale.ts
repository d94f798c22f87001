import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { scalingCurve } from '../../planning/scale/curve.ts';
import { parseAxis, valuesAt } from '../../planning/sweep/axis.ts';
import { type Evaluated, variantEvaluator } from '../../planning/sweep/row.ts';
import { Exit } from '../../report/exit.ts';
import type { RowFormatName } from '../../report/rows/row-format.ts';
import { scaleColumns, scaleJson, scaleLines, scaleRows, scaleTable } from '../../report/scale.ts';
import { breather } from '../breathe.ts';
import type { Command } from '../command.ts';
import { sayExtrapolation, textIsSound } from '../first-diagnostics.ts';
import { freeVariant } from '../free-plan.ts';
import { openVariants } from '../open-variants.ts';
import { progress } from '../progress.ts';
import { fileSink } from '../row-sink.ts';
import { shareOption } from '../share-option.ts';
import { UsageError } from '../usage-error.ts';

const maxPoints = 1000;
const defaultRange = '64..65536';

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const { io, paint } = context;
  const counts = gpuCounts(options.gpus ?? defaultRange);
  const mode = (options.mode ?? 'strong') as 'strong' | 'weak';
  const threshold = shareOption('--knee', options.knee ?? '50%');
  const { variants, traced } = await openVariants(path, io);
  const set = options.set ?? [];
  const base = traced(set);
  if (!textIsSound(base, context)) return Exit.badInput;
  if (mode === 'weak' && base.plan === null) {
    throw new UsageError(
      badUsage('--mode weak scales the batch of the spec, which does not resolve', 'run validate on it'),
    );
  }
  const files = [];
  for (const file of options.output ?? []) files.push(await fileSink(file, { columns: scaleColumns }, false, context));

  const evaluate = variantEvaluator({ ceiling: false, influence: false });
  const overridesFor = (gpus: number): readonly string[] => [
    ...set,
    `gpus.count=${gpus}`,
    ...batchOf(mode, gpus, base.plan?.workload),
  ];
  const [bar, due] = [progress(io), breather()];
  const points: { gpus: number; evaluated: Evaluated }[] = [];
  for (const gpus of counts) {
    if (io.signal.aborted) break;
    const overrides = overridesFor(gpus);
    points.push({ gpus, evaluated: evaluate(freeVariant(variants, overrides), overrides) });
    if (await due()) bar.update(points.length, counts.length);
  }
  bar.clear();
  const largest = points.at(-1);
  if (largest !== undefined) sayExtrapolation(freeVariant(traced, overridesFor(largest.gpus)), context);
  const curve = scalingCurve(points, threshold);
  for (const sink of files) {
    for (const row of scaleRows(curve)) sink.row(row);
    await sink.close();
  }
  const format = options.format ?? 'table';
  if (format === 'table') io.stdout.write(scaleTable(curve, { mode, threshold, paint: paint.stdout }));
  else if (format === 'json') io.stdout.write(scaleJson(curve, mode, threshold));
  else io.stdout.write(scaleLines(curve, format as RowFormatName));
  if (io.signal.aborted) return Exit.interrupted;
  return curve.smallest === null ? Exit.cannotRun : Exit.ok;
};

/** `64..65536` doubles; a step, a factor or a list may be given. @throws UsageError */
function gpuCounts(text: string): readonly number[] {
  const doubling = /^\s*\d+\s*\.\.\s*\d+\s*$/.test(text) ? `${text.trim()}:x2` : text;
  const parsed = parseAxis(`gpus.count=${doubling}`);
  const { axis } = parsed.ok ? parsed : {};
  const steps = axis === undefined || axis.steps > maxPoints ? 0 : axis.steps;
  const counts = Array.from({ length: steps }, (_, step) => (axis === undefined ? 0 : Number(valuesAt(axis, step)[0])));
  if (counts.length === 0 || counts.some((count) => !(Number.isSafeInteger(count) && count > 0))) {
    const help = 'write --gpus 64..65536 to double, --gpus 64..512:64 for steps, or a list';
    throw new UsageError(badUsage(`--gpus ${quote(text)} is no range of whole numbers`, help));
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** Weak scaling keeps the sequences that a GPU gets, to whole sequences. */
function batchOf(
  mode: string,
  gpus: number,
  workload: { readonly globalBatch: number; readonly gpus: number } | undefined,
) {
  if (mode === 'strong' || workload === undefined) return [];
  return [`workload.global_batch=${Math.max(1, Math.round((workload.globalBatch * gpus) / workload.gpus))}`];
}
