import { ALGORITHMS } from '../../collectives/registry.ts';
import type { CollectiveCost, CollectiveOp, Group } from '../../collectives/types.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../../diagnostics/printable.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { buildMachine, type Machine } from '../../evaluation/machine.ts';
import { simulatedRatesOf } from '../../evaluation/simulated-rates.ts';
import { type CollectiveReport, collectiveCsv, collectiveJson, collectiveTable } from '../../report/collective.ts';
import { Exit } from '../../report/exit.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { operationOf } from '../operation.ts';
import type { OptionValues } from '../options.ts';
import { planOf } from '../plan-of.ts';
import { refuse } from '../refusal.ts';
import { parseSizes } from '../sizes.ts';
import { UsageError } from '../usage-error.ts';

/** Frameworks build a barrier from an all-reduce of one element (torch.distributed.barrier on NCCL). */
const BARRIER_BYTES = 4;

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const barrier = options.op === 'barrier';
  const op = barrier ? 'all-reduce' : operationOf(options.op ?? 'all-reduce', ['barrier']);
  if (barrier && options.sizes !== undefined) throw new UsageError(badUsage('a barrier has no --sizes'));
  const sizes = barrier ? [BARRIER_BYTES] : parseSizes(options.sizes ?? '8..16G');
  const skew = skewOf(op, options);
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const { plan } = loaded;
  const all = plan.workload.gpus;
  const ranks = options.ranks === undefined ? all : countOption('--ranks', options.ranks, 2, all);
  const built = buildMachine(plan);
  if (!built.ok) return refuse(built.refusal, loaded, context);
  const { collectives } = built.machine;
  const group: Group = { ranks, stride: 1 };
  const costOf = coster(collectives, op, group, options.algorithm);
  const report: CollectiveReport = {
    op: barrier ? 'barrier' : op,
    ranks,
    points: sizes.map((bytes) => ({
      bytes,
      cost: costOf(bytes * skew),
      ...(collectives.basis === undefined || options.algorithm !== undefined
        ? {}
        : { basis: collectives.basis(op, bytes * skew, group).kind }),
    })),
    ...(options.simulate === true ? { simulation: simulatedRatesOf(plan, built.machine.fabric, op, ranks) } : {}),
  };
  const formats: Readonly<Record<string, () => string>> = {
    table: () => collectiveTable(report, context.paint.stdout),
    json: () => collectiveJson(report),
    csv: () => collectiveCsv(report),
  };
  context.io.stdout.write(formats[options.format ?? 'table']?.() ?? '');
  return Exit.ok;
};

/** Load of the busiest rank over the mean: everybody waits for it. */
function skewOf(op: CollectiveOp, { skew }: OptionValues): number {
  if (skew === undefined) return 1;
  if (op !== 'all-to-all') throw new UsageError(badUsage('--skew is for all-to-all', 'add --op all-to-all'));
  const factor = /^\d+(\.\d+)?$/.test(skew) ? Number(skew) : Number.NaN;
  if (factor >= 1 && factor <= 1e6) return factor;
  throw new UsageError(
    badUsage(`--skew ${quote(skew)} is not a number from 1 up`, 'give busiest over mean, such as 1.3'),
  );
}

/** @throws UsageError where the algorithm is unknown or cannot run here */
function coster(
  collectives: Machine['collectives'],
  op: CollectiveOp,
  group: Group,
  algorithm: string | undefined,
): (bytes: number) => CollectiveCost {
  if (algorithm === undefined) return (bytes) => collectives.cost(op, bytes, group);
  const known = ALGORITHMS.filter(({ ops }) => ops.includes(op)).map(({ id }) => id);
  if (!known.includes(algorithm)) {
    const help = didYouMean(algorithm, known) ?? `use ${alternatives(known)}`;
    throw new UsageError(badUsage(`no algorithm ${quote(algorithm)} runs ${op}`, help));
  }
  return (bytes) => {
    try {
      return collectives.describe(op, bytes, group, algorithm).chosen;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const needs = ALGORITHMS.find(({ id }) => id === algorithm)?.needs;
      const reason = needs === undefined ? '' : `it needs ${needs}; `;
      throw new UsageError(badUsage(error.message, `${reason}leave out --algorithm to see which one runs`));
    }
  };
}
