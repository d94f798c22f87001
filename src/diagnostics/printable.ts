const MAX_LENGTH = 60;

/**
 * Characters that must not reach a terminal from a user's file: C0 and C1 controls (escape sequences), and the
 * bidirectional controls that reorder a line on screen.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text with every unsafe character replaced by U+FFFD, of the same length. */
export const printable = (text: string): string => text.replace(UNSAFE, '\ufffd');

/** Lines for a terminal: line breaks, tabs and colours stay, every other unsafe character becomes U+FFFD. */
export const printableLines = (text: string): string =>
  text.replace(UNSAFE, (character, at: number) => (isLayout(character, text, at) ? character : '\ufffd'));

function isLayout(character: string, text: string, at: number): boolean {
  if (character === '\r') return text[at + 1] === '\n';
  if (character === '\u001b') return COLOR.test(text.slice(at + 1, at + MAX_COLOR));
  return character === '\n' || character === '\t';
}

/** The rest of a Select Graphic Rendition sequence (ECMA-48), and the most of it that is looked at. */
const COLOR = /^\[[0-9;]*m/;
const MAX_COLOR = 24;

/** The first unsafe character of a text other than a line break or a tab; undefined when there is none. */
export const unsafeCharacter = (text: string): string | undefined =>
  [...text.matchAll(UNSAFE)].find(([character]) => character !== '\n' && character !== '\t')?.[0];

/** A value of the user's in double quotes, safe and short enough for one line of a message. */
export function quote(text: string): string {
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
  return `"${printable(cut)}"`;
}

/** `a, b or c`. */
export function alternatives(words: readonly string[], last: 'or' | 'and' = 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `1 error`, `2 errors`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
