import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import type { Format } from '../../report/formats.ts';
import type { Result } from '../../result/schema.ts';
import { ResultSchema } from '../../result/schema.ts';
import type { Command } from '../command.ts';
import { openTargets, writeReports } from '../outputs.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

/** Far above any result; what is cut off there is no JSON. */
const maxResultBytes = 64 * 1024 ** 2;

export const command: Command = async ({ args, options }, context) => {
  const [path = '-'] = args;
  const targets = await openTargets(options.output ?? [], context);
  const result = parseResult(await readInput(path, context.io, maxResultBytes), path);
  const all = options.all ?? false;
  return writeReports(result, (options.format ?? 'table') as Format, { all }, targets, context);
};

/** @throws UsageError when the text is not a result of a format version that this program knows */
function parseResult(bytes: Uint8Array, path: string): Result {
  const help = 'save one with: fabricplan analyze cluster.yaml --format json';
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new UsageError(badUsage(`${quote(path)} is not JSON`, help));
  }
  const checked = ResultSchema.safeParse(data);
  // The file's own key order, so that rendering it again gives the same bytes.
  if (checked.success) return data as Result;
  const [issue] = checked.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? '' : ` at ${quote(issue.path.join('.'))}`;
  throw new UsageError(badUsage(`${quote(path)} is not a saved result of this version${at}`, help));
}
