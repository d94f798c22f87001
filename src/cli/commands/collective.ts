import type { CollectiveOp } from '../../collectives/types.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../../diagnostics/printable.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { buildMachine } from '../../evaluation/machine.ts';
import { type CollectiveReport, collectiveCsv, collectiveJson, collectiveTable } from '../../report/collective.ts';
import { collectiveOps } from '../../report/collective-bandwidth.ts';
import { Exit } from '../../report/exit.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { planOf } from '../plan-of.ts';
import { refuse } from '../refusal.ts';
import { parseSizes } from '../sizes.ts';
import { UsageError } from '../usage-error.ts';

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const op = opOf(options.op ?? 'all-reduce');
  const sizes = parseSizes(options.sizes ?? '8..16G');
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const { plan } = loaded;
  const all = plan.workload.gpus;
  const ranks = options.ranks === undefined ? all : countOption('--ranks', options.ranks, 2, all);
  const built = buildMachine(plan);
  if (!built.ok) return refuse(built.refusal, loaded, context);
  const { collectives } = built.machine;
  const report: CollectiveReport = {
    op,
    ranks,
    points: sizes.map((bytes) => ({ bytes, cost: collectives.cost(op, bytes, { ranks, stride: 1 }) })),
  };
  const formats: Readonly<Record<string, () => string>> = {
    table: () => collectiveTable(report, context.paint.stdout),
    json: () => collectiveJson(report),
    csv: () => collectiveCsv(report),
  };
  context.io.stdout.write(formats[options.format ?? 'table']?.() ?? '');
  return Exit.ok;
};

function opOf(name: string): CollectiveOp {
  const op = collectiveOps.find((known) => known === name);
  if (op !== undefined) return op;
  const help = didYouMean(name, collectiveOps) ?? `use ${alternatives(collectiveOps)}`;
  throw new UsageError(badUsage(`there is no operation ${quote(name)}`, help));
}
