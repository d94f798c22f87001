import { version } from './version.ts';

/** Long enough that no two runs of one user meet by chance. */
const DIGITS = 15;

/**
 * Names a run by all that decides its rows: the program's version, the files it read and what was asked. Parts with
 * different names do not belong together. It starts with a letter, for a spreadsheet takes digits for a number.
 */
export async function runId(contents: readonly Uint8Array[], asked: unknown): Promise<string> {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256').update(JSON.stringify([version, asked, contents.map(({ length }) => length)]));
  for (const content of contents) hash.update(content);
  return `s${hash.digest('hex').slice(0, DIGITS)}`;
}
