import { badUsage, unwritableFile } from '../../diagnostics/messages/usage.ts';
import { type DesignReport, designJson, designRows, designTable } from '../../report/designs.ts';
import type { Painter } from '../../report/reporter.ts';
import { type RowFormatName, rowFormatOfFile } from '../../report/rows/row-format.ts';
import { type SearchReport, searchJson, searchLines, searchTable } from '../../report/search.ts';
import type { Context } from '../command.ts';
import { fileProblem } from '../file-problem.ts';
import type { OptionValues } from '../options.ts';
import { openTargetsOf } from '../outputs.ts';
import { UsageError } from '../usage-error.ts';
import { type SearchPart, searchPartText } from './part.ts';

export type SearchFindings =
  | { readonly kind: 'plans'; readonly report: SearchReport }
  | { readonly kind: 'designs'; readonly report: DesignReport };

export interface SearchTargets {
  write(findings: SearchFindings): Promise<void>;
  writePart(part: SearchPart): Promise<void>;
}

type FileFormat = 'json' | RowFormatName;

/** Endings of the files that a search writes. */
export const searchEndings = {
  formatOf: (path: string): FileFormat | null => {
    if (path.toLowerCase().endsWith('.json')) return 'json';
    const format = rowFormatOfFile(path);
    return format === 'parquet' ? null : format;
  },
  extensions: ['.json', '.ndjson', '.jsonl', '.csv'],
};

/** Findings of a search in one of its formats. */
export function searchText(findings: SearchFindings, format: 'table' | FileFormat, paint: Painter): string {
  if (findings.kind === 'plans') {
    const { report } = findings;
    if (format === 'table') return searchTable(report, paint);
    return format === 'json' ? searchJson(report) : searchLines(report, format);
  }
  const { report } = findings;
  if (format === 'table') return designTable(report, paint);
  return format === 'json' ? designJson(report) : designRows(report, format);
}

/**
 * Opens the files of a search before it begins. A shard writes its part as JSON: into its file, or to standard output.
 *
 * @throws UsageError
 */
export async function openSearchTargets(options: OptionValues, context: Context): Promise<SearchTargets> {
  const { io, paint } = context;
  const targets = await openTargetsOf(options.output ?? [], searchEndings, context);
  if (options.shard !== undefined) {
    const other = targets.find(({ format }) => format !== 'json');
    if (other !== undefined || (options.format ?? 'json') !== 'json') {
      throw new UsageError(
        badUsage('a shard of a search is JSON', 'write it with -o part-1.json, and merge the parts'),
      );
    }
  }
  const toFiles = async (textOf: (format: FileFormat) => string): Promise<void> => {
    for (const { path, format, file } of targets) {
      try {
        await file.write(textOf(format));
        await file.commit();
      } catch (error) {
        throw new UsageError(unwritableFile(path, fileProblem(error)));
      }
    }
  };
  return {
    write: async (findings) => {
      await toFiles((format) => searchText(findings, format, paint.stdout));
      io.stdout.write(searchText(findings, (options.format ?? 'table') as 'table' | FileFormat, paint.stdout));
    },
    writePart: async (part) => {
      const text = searchPartText(part);
      await toFiles(() => text);
      if (targets.length === 0) io.stdout.write(text);
    },
  };
}
