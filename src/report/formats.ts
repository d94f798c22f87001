import type { Reporter } from './reporter.ts';

/** One line per output format; a format's code loads when it is asked for. */
const formats = {
  table: { extensions: ['.txt'], load: () => import('./table.ts') },
  json: { extensions: ['.json'], load: () => import('./json.ts') },
  csv: { extensions: ['.csv'], load: () => import('./csv.ts') },
  markdown: { extensions: ['.md', '.markdown'], load: () => import('./markdown.ts') },
} as const satisfies Record<
  string,
  { readonly extensions: readonly string[]; readonly load: () => Promise<{ readonly report: Reporter }> }
>;

export type Format = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly Format[];

/** Every file ending that picks a format. */
export const formatExtensions = Object.values(formats).flatMap((format) => [...format.extensions]);

export const loadReporter = async (format: Format): Promise<Reporter> => (await formats[format].load()).report;

/** The format that a file's ending picks; null for an unknown ending. */
export function formatOfFile(path: string): Format | null {
  const name = path.toLowerCase();
  const found = formatNames.find((format) => formats[format].extensions.some((ending) => name.endsWith(ending)));
  return found ?? null;
}
