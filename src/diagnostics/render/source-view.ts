import type { At } from '../diagnostic.ts';
import { displayWidth } from '../display-width.ts';
import { printable } from '../printable.ts';

/** A source line as it is shown, and where the caret line starts and ends under it, in terminal columns. */
export interface SourceView {
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

/** UTF-16 units of the source kept before and after the caret on a long line. */
const BEFORE = 40;
const MAX = 100;
const TAB = '    ';
const ELLIPSIS = '...';

/** The part of the line around `at`: tabs become four spaces, unsafe characters U+FFFD, wide ones count twice. */
export function sourceView({ sourceLine, column, length }: At): SourceView {
  const start = Math.min(Math.max(0, column - 1), sourceLine.length);
  const from = sourceLine.length <= MAX ? 0 : boundary(sourceLine, Math.max(0, start - BEFORE));
  const to = boundary(sourceLine, Math.min(sourceLine.length, from + MAX));
  const end = Math.min(Math.max(start + Math.max(1, length), start), to);
  const before = shown(sourceLine.slice(from, start));
  const marked = shown(sourceLine.slice(start, end));
  const after = shown(sourceLine.slice(Math.max(start, end), to));
  const left = from > 0 ? ELLIPSIS : '';
  const right = to < sourceLine.length ? ELLIPSIS : '';
  return {
    text: `${left}${before}${marked}${after}${right}`.trimEnd(),
    indent: left.length + displayWidth(before),
    width: Math.max(1, displayWidth(marked)),
  };
}

const shown = (text: string): string => printable(text.replaceAll('\t', TAB));

/** Not between the halves of a surrogate pair. */
function boundary(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return index > 0 && unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}
