import type { CollectiveOp } from '../collectives/types.ts';
import { badUsage } from '../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../diagnostics/printable.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { collectiveOps } from '../report/collective-bandwidth.ts';
import { UsageError } from './usage-error.ts';

/**
 * The operation that `--op` names.
 *
 * @param more words that the command takes beside the operations, for the help
 * @throws UsageError
 */
export function operationOf(name: string, more: readonly string[] = []): CollectiveOp {
  const op = collectiveOps.find((known) => known === name);
  if (op !== undefined) return op;
  const words = [...collectiveOps, ...more];
  const help = didYouMean(name, words) ?? `use ${alternatives(words)}`;
  throw new UsageError(badUsage(`there is no operation ${quote(name)}`, help));
}
