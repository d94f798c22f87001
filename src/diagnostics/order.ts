import type { Diagnostic } from './diagnostic.ts';

/** Sorted by file, line, column, then code and path: a total order, so equal input gives equal bytes. Exact repeats go. */
export function ordered(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (a, b) =>
      compare(a.at?.file ?? '', b.at?.file ?? '') ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.path, b.path) ||
      compare(a.message, b.message),
  );
  return sorted.filter((diagnostic, i) => {
    const before = sorted[i - 1];
    return before === undefined || !same(before, diagnostic);
  });
}

const same = (a: Diagnostic, b: Diagnostic): boolean =>
  a.code === b.code &&
  a.path === b.path &&
  a.message === b.message &&
  a.at?.file === b.at?.file &&
  a.at?.line === b.at?.line &&
  a.at?.column === b.at?.column;

/** By UTF-16 units, independent of the machine's locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
