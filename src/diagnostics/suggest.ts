/** Longer names are typed by machines; comparing them would cost much and help nobody. */
const MAX_LENGTH = 64;

/**
 * The known names nearest to `name`, best first: at most `limit`, each within a third of its length in edits (an edit
 * inserts, deletes, replaces or swaps neighbours). Case and the signs `-`, `_`, `.` and space do not count. A name that is
 * the first words of a known one comes after those.
 */
export function suggest(name: string, known: readonly string[], limit = 1): readonly string[] {
  if (name.length === 0 || name.length > MAX_LENGTH) return [];
  const wanted = fold(name);
  const scored: { readonly word: string; readonly edits: number }[] = [];
  for (const word of known) {
    if (word.length > MAX_LENGTH) continue;
    const candidate = fold(word);
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    const edits = distance(wanted, candidate, allowed);
    if (edits <= allowed) scored.push({ word, edits });
    else if (isBeginning(name, word)) scored.push({ word, edits: MAX_LENGTH });
  }
  scored.sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  return scored.slice(0, limit).map(({ word }) => word);
}

/** `did you mean "x"?`, or undefined when nothing known is near. */
export function didYouMean(name: string, known: readonly string[], limit = 1): string | undefined {
  const near = suggest(name, known, limit);
  return near.length === 0 ? undefined : `did you mean ${near.map((word) => `"${word}"`).join(' or ')}?`;
}

/** Shorter beginnings fit too many names. */
const MIN_BEGINNING = 3;

const isBeginning = (name: string, word: string): boolean =>
  name.length >= MIN_BEGINNING &&
  word.toLowerCase().startsWith(name.toLowerCase()) &&
  /[-_. ]/.test(word.charAt(name.length));

const fold = (name: string): string => name.toLowerCase().replace(/[-_. ]/g, '');

/**
 * Optimal string alignment distance, or `limit + 1` once it is certain to exceed `limit`
 * (Damerau 1964; three rows of the Wagner-Fischer table).
 */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(edits);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}
