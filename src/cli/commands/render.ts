import type { Format } from '../../report/formats.ts';
import type { Command } from '../command.ts';
import { openTargets, writeReports } from '../outputs.ts';
import { inputName, readInput } from '../read-input.ts';
import { maxResultBytes, parseResult } from '../read-result.ts';

export const command: Command = async ({ args, options }, context) => {
  const [path = '-'] = args;
  const targets = await openTargets(options.output ?? [], context, [path]);
  const result = parseResult(await readInput(path, context.io, maxResultBytes), inputName(path));
  const all = options.all ?? false;
  return writeReports(result, (options.format ?? 'table') as Format, { all }, targets, context);
};
