import type { At } from '../../diagnostics/diagnostic.ts';

/** A text whose offsets can be turned into places. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** The place from `start` to `end` (exclusive; default one unit), cut to the line that `start` is on. */
  at(start: number, end?: number): At;
}

export function createSource(file: string, text: string): Source {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return { file, text, at: (start, end = start + 1) => place(file, text, starts, start, end) };
}

function place(file: string, text: string, starts: readonly number[], start: number, end: number): At {
  const offset = Math.min(Math.max(0, start), text.length);
  const index = lineIndex(starts, offset);
  const lineStart = starts[index] ?? 0;
  const next = starts[index + 1];
  const sourceLine = text.slice(lineStart, next === undefined ? text.length : next - 1).replace(/\r$/, '');
  const column = Math.min(offset - lineStart, sourceLine.length);
  const length = Math.max(1, Math.min(end - lineStart, sourceLine.length) - column);
  return { file, line: index + 1, column: column + 1, length, sourceLine };
}

/** Index of the last line start that is not after the offset. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
