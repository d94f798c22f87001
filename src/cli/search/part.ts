import { badUsage } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import type { Shard } from '../../planning/shard.ts';
import type { DesignReport, RankedDesign } from '../../report/designs.ts';
import { jsonText } from '../../report/json.ts';
import type { SearchReport } from '../../report/search.ts';
import { SearchPartSchema } from '../../result/search-part-schema.ts';
import { parseSaved } from '../read-result.ts';
import { UsageError } from '../usage-error.ts';

/** What one shard of a search found, with all that is needed to rank it among what the others found. */
export type SearchPart = {
  /** Names the search. */
  readonly run: string;
  readonly shard: Shard;
  readonly top: number;
} & (
  | { readonly kind: 'plans'; readonly report: SearchReport }
  | { readonly kind: 'designs'; readonly report: DesignReport; readonly ranked: readonly RankedDesign[] }
);

export const searchPartText = (part: SearchPart): string => jsonText({ format_version: '1.0', search_part: part });

/** @throws UsageError when the text is no part of a search */
export function parseSearchPart(bytes: Uint8Array, path: string): SearchPart {
  const help = 'write the parts with: fabricplan search ... --shard i/n -o part-i.json';
  const checked = SearchPartSchema.safeParse(parseSaved(bytes, path, help));
  if (checked.success) return checked.data.search_part;
  const at = checked.error.issues[0]?.path.join('.') ?? '';
  throw new UsageError(badUsage(`${quote(path)} is no part of a search of this version, at ${quote(at)}`, help));
}
