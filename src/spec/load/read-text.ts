/** Reads a file that a spec names. Throws an Error, with a system `code` where there is one. */
export type ReadFile = (path: string) => Uint8Array;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  ENAMETOOLONG: 'the name is too long',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

export type ReadOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string };

/** Reads a file, or says in words why it cannot be read. */
export function tryRead(readFile: ReadFile, path: string): ReadOutcome {
  if (path.includes('\0')) return { ok: false, reason: 'the name has a NUL character' };
  try {
    return { ok: true, bytes: readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return {
      ok: false,
      reason: REASONS[code] ?? (error instanceof Error ? error.message.split('\n', 1)[0] : undefined) ?? 'unknown',
    };
  }
}
