import { builtinCatalog } from '../../catalog/builtin.ts';
import { findEntry } from '../../catalog/lookup.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { Exit } from '../../report/exit.ts';
import { starterSpec } from '../../spec/init.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import { UsageError } from '../usage-error.ts';

export const command: Command = async ({ options }, { io }) => {
  const { gpu, gpus } = options;
  if (gpu !== undefined) {
    const lookup = findEntry(builtinCatalog.gpus, gpu);
    if (!lookup.found) {
      const near = lookup.near.map((id) => `"${id}"`).join(' or ');
      const help = near === '' ? 'list them with: fabricplan catalog gpus' : `did you mean ${near}?`;
      throw new UsageError(badUsage(`unknown GPU ${quote(gpu)}`, help));
    }
  }
  io.stdout.write(
    starterSpec({
      ...(gpu === undefined ? {} : { gpu }),
      ...(gpus === undefined ? {} : { gpus: countOption('--gpus', gpus, 1) }),
    }),
  );
  return Exit.ok;
};
