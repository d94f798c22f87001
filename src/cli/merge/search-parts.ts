import { badUsage, unwritableFile } from '../../diagnostics/messages/usage.ts';
import { plural, quote } from '../../diagnostics/printable.ts';
import { joinOutcomes } from '../../planning/search/join-outcomes.ts';
import { Exit, type ExitCode } from '../../report/exit.ts';
import type { Context } from '../command.ts';
import { fileProblem } from '../file-problem.ts';
import { openTargetsOf } from '../outputs.ts';
import { readInput } from '../read-input.ts';
import { maxResultBytes } from '../read-result.ts';
import { bestDesigns } from '../search/best-designs.ts';
import { parseSearchPart, type SearchPart } from '../search/part.ts';
import { type SearchFindings, searchEndings, searchText } from '../search/targets.ts';
import { UsageError } from '../usage-error.ts';

/** Ranks what the shards of one search found. Missing shards are an error: the best plan may be in one of them. */
export async function mergeSearchParts(
  paths: readonly string[],
  output: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { io, paint } = context;
  const parts: SearchPart[] = [];
  for (const path of paths) parts.push(parseSearchPart(await readInput(path, io, maxResultBytes), path));
  const distinct = distinctParts(parts, paths);
  const [target] = await openTargetsOf(output === undefined ? [] : [output], searchEndings, context, paths);
  const findings = joined(distinct);
  if (target === undefined) io.stdout.write(searchText(findings, 'json', paint.stdout));
  else {
    try {
      await target.file.write(searchText(findings, target.format, paint.stdout));
      await target.file.commit();
    } catch (error) {
      throw new UsageError(unwritableFile(target.path, fileProblem(error)));
    }
  }
  io.stderr.write(`${plural(distinct.length, 'part')} of a search\n`);
  const found = findings.kind === 'plans' ? findings.report.outcome.found : findings.report.designs;
  return found.length === 0 ? Exit.cannotRun : Exit.ok;
}

/** One part a shard, in order. @throws UsageError when they are of different searches, or some are missing */
function distinctParts(parts: readonly SearchPart[], paths: readonly string[]): readonly SearchPart[] {
  const [first] = parts;
  const { of } = first?.shard ?? { of: 0 };
  const byIndex = new Map<number, SearchPart>();
  parts.forEach((part, i) => {
    const same = part.run === first?.run && part.shard.of === of && part.kind === first.kind && part.top === first.top;
    if (!same) throw refused(`${quote(paths[i] ?? '')} is a part of another search than ${quote(paths[0] ?? '')}`);
    const twin = byIndex.get(part.shard.index);
    if (twin !== undefined && JSON.stringify(twin) !== JSON.stringify(part)) {
      throw refused(`shard ${part.shard.index} is there twice, and differs`);
    }
    byIndex.set(part.shard.index, part);
  });
  const indexes = Array.from({ length: of }, (_, i) => i + 1);
  const missing = indexes.filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const shards = missing.slice(0, NAMED).map((index) => `${index}/${of}`);
    const more = missing.length > NAMED ? ', ...' : '';
    throw refused(`${plural(missing.length, 'shard')} missing: ${shards.join(', ')}${more}`, 'search them too');
  }
  return indexes.flatMap((index) => byIndex.get(index) ?? []);
}

/** Missing shards that are named. */
const NAMED = 10;

function joined(parts: readonly SearchPart[]): SearchFindings {
  const [first] = parts;
  if (first === undefined) throw new Error('there is a part at least');
  if (first.kind === 'plans') {
    const outcomes = parts.flatMap((part) => (part.kind === 'plans' ? [part.report.outcome] : []));
    return { kind: 'plans', report: { ...first.report, outcome: joinOutcomes(outcomes, first.top) } };
  }
  const designs = parts.flatMap((part) => (part.kind === 'designs' ? [part] : []));
  const ranked = bestDesigns(
    designs.flatMap((part) => part.ranked),
    first.top,
  );
  const sum = (count: keyof typeof first.report.counts): number =>
    designs.reduce((total, { report }) => total + report.counts[count], 0);
  const counts = {
    designs: sum('designs'),
    impossible: sum('impossible'),
    tooLarge: sum('tooLarge'),
    refused: sum('refused'),
  };
  return { kind: 'designs', report: { ...first.report, designs: ranked.map(({ cells }) => cells), counts } };
}

const refused = (message: string, help = 'merge parts of one search only: the same spec, options and version') =>
  new UsageError(badUsage(message, help));
