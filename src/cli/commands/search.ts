import { badUsage } from '../../diagnostics/messages/usage.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** Three searches under one name: plans of a cluster, clusters, and the one value that will just do. */
export const command: Command = async (invocation, context) => {
  const { design, find, vary } = invocation.options;
  if (design === true && find !== undefined) {
    throw new UsageError(badUsage('--design and --find are different searches', 'give one of them'));
  }
  if (vary !== undefined && design !== true) {
    throw new UsageError(badUsage('--vary names the fields of a design search', 'add --design, or use sweep'));
  }
  const { run } = await (find !== undefined
    ? import('../search/find.ts')
    : design === true
      ? import('../search/designs.ts')
      : import('../search/plans.ts'));
  return run(invocation, context);
};
