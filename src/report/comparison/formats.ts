import type { ComparisonReporter } from './comparison-report.ts';

/** One line per output format of a comparison; a format's code loads when it is asked for. */
const formats = {
  table: { extensions: ['.txt'], load: () => import('./table.ts') },
  json: { extensions: ['.json'], load: () => import('./json.ts') },
  csv: { extensions: ['.csv'], load: () => import('./csv.ts') },
  markdown: { extensions: ['.md', '.markdown'], load: () => import('./markdown.ts') },
  github: { extensions: [], load: () => import('./github.ts') },
  junit: { extensions: ['.xml'], load: () => import('./junit.ts') },
  sarif: { extensions: ['.sarif'], load: () => import('./sarif.ts') },
} as const satisfies Record<
  string,
  { readonly extensions: readonly string[]; readonly load: () => Promise<{ readonly report: ComparisonReporter }> }
>;

export type ComparisonFormat = keyof typeof formats;

const names = Object.keys(formats) as readonly ComparisonFormat[];

export const comparisonExtensions = Object.values(formats).flatMap((format) => [...format.extensions]);

export const loadComparisonReporter = async (format: ComparisonFormat): Promise<ComparisonReporter> =>
  (await formats[format].load()).report;

/** The format that a file's ending picks; null for an unknown ending. */
export function comparisonFormatOfFile(path: string): ComparisonFormat | null {
  const name = path.toLowerCase();
  return names.find((format) => formats[format].extensions.some((ending) => name.endsWith(ending))) ?? null;
}
