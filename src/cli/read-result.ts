import { badUsage } from '../diagnostics/messages/usage.ts';
import { quote, unsafeCharacter } from '../diagnostics/printable.ts';
import type { Result } from '../result/schema.ts';
import { ResultSchema } from '../result/schema.ts';
import { UsageError } from './usage-error.ts';

/** Far above any result; what is cut off there is no JSON. */
export const maxResultBytes = 64 * 1024 ** 2;

/** JSON that this program wrote. @throws UsageError when it is none, or has text that must not reach a terminal */
export function parseSaved(bytes: Uint8Array, path: string, help: string): unknown {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new UsageError(badUsage(`${quote(path)} is not JSON`, help));
  }
  const unsafe = unsafeText(data);
  if (unsafe !== undefined)
    throw new UsageError(badUsage(`${quote(path)} has a control character in ${quote(unsafe)}`));
  return data;
}

/** @throws UsageError when the text is not a result of a format version that this program knows */
export function parseResult(bytes: Uint8Array, path: string): Result {
  const help = 'save one with: fabricplan analyze cluster.yaml --format json';
  const data = parseSaved(bytes, path, help);
  const checked = ResultSchema.safeParse(data);
  // The file's own key order, so that rendering it again gives the same bytes.
  if (checked.success) return data as Result;
  const [issue] = checked.error.issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const place = [...(issue?.path ?? []), ...keys];
  const at = place.length === 0 ? '' : ` at ${quote(place.join('.'))}`;
  throw new UsageError(badUsage(`${quote(path)} is not a saved result of this version${at}`, help));
}

/** The first text of a value that must not reach a terminal. */
function unsafeText(value: unknown): string | undefined {
  if (typeof value === 'string') return unsafeCharacter(value) === undefined ? undefined : value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = unsafeText(key) ?? unsafeText(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
