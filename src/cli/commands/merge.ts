import { resolve } from 'node:path';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { rowFormatOfFile } from '../../report/rows/row-format.ts';
import { aimsOption } from '../aims-option.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** Joins the parts of a sweep, which are rows, or of a search, which are JSON. */
export const command: Command = async ({ args: paths, options }, context) => {
  const [target, ...more] = options.output ?? [];
  if (more.length > 0) throw new UsageError(badUsage('merge writes one file', 'give -o once'));
  if (target !== undefined && paths.some((path) => resolve(path) === resolve(target))) {
    throw new UsageError(badUsage(`${quote(target)} is one of the parts`, 'name another file with -o'));
  }
  const [first = ''] = paths;
  if (first.toLowerCase().endsWith('.json')) {
    if (options.pareto !== undefined) throw new UsageError(badUsage('--pareto is for the parts of a sweep'));
    const { mergeSearchParts } = await import('../merge/search-parts.ts');
    return mergeSearchParts(paths, target, context);
  }
  const format = rowFormatOfFile(first);
  if (format === null) {
    const help = 'write the parts with: fabricplan sweep ... --shard i/n -o part-i.csv';
    throw new UsageError(badUsage(`${quote(first)} is no file of rows`, help));
  }
  const { mergeRows } = await import('../merge/rows.ts');
  return mergeRows(paths, format, target, aimsOption(options.pareto), context);
};
