import type { At, Diagnostic } from '../../diagnostics/diagnostic.ts';
import { controlCharacter, notUtf8, tooLarge } from '../../diagnostics/messages/text.ts';
import { LIMITS } from './limits.ts';
import { createSource, type Source } from './source.ts';

export type Decoded =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problem: Diagnostic };

/** C0 and C1 controls that YAML 1.2 forbids (5.1), and a carriage return that ends no line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]|\r(?!\n)/;

/** Bytes or text to checked text: bounded in size, valid UTF-8, without control characters and byte order mark. */
export function decode(input: Uint8Array | string, file: string): Decoded {
  if (input.length > LIMITS.fileBytes) return no(tooLarge({ path: '', at: top(file) }, 'the file', '1 MiB'));
  let text: string;
  if (typeof input === 'string') text = input;
  else {
    const wide = wideEncoding(input);
    if (wide !== undefined) return no(notUtf8({ path: '', at: top(file) }, `it is ${wide}`));
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(input);
    } catch {
      return no(invalidByte(input, file));
    }
  }
  const source = createSource(file, text.replace(/^\ufeff/, ''));
  const bad = FORBIDDEN.exec(source.text);
  if (bad !== null) return no(controlCharacter({ path: '', at: source.at(bad.index) }, bad[0].charCodeAt(0)));
  return { ok: true, source };
}

const no = (problem: Diagnostic): Decoded => ({ ok: false, problem });

/** The place of a finding about the file as a whole. */
const top = (file: string): At => ({ file, line: 1, column: 1, length: 1, sourceLine: '' });

/** Byte order marks, and the zero bytes that ASCII letters leave in the wide encodings. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'UTF-32';
  if ((a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe)) return 'UTF-16';
  const pair = (zero: number, letter: number): boolean =>
    bytes.length >= 4 &&
    bytes[zero] === 0 &&
    bytes[zero + 2] === 0 &&
    isText(bytes[letter]) &&
    isText(bytes[letter + 2]);
  return pair(0, 1) || pair(1, 0) ? 'UTF-16' : undefined;
}

const isText = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x20 && byte < 0x7f;

/** Finds the first byte that begins no character: the longest prefix that still decodes, by bisection. */
function invalidByte(bytes: Uint8Array, file: string): Diagnostic {
  const decodes = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  // Streaming holds back a character that has begun: its first byte is the one to show.
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, good), { stream: true });
  const byte = good === bytes.length ? undefined : bytes[new TextEncoder().encode(before).length];
  const text = before.replace(/^\ufeff/, '');
  const at = createSource(file, text).at(text.length);
  const reason =
    byte === undefined
      ? 'it ends within a character'
      : `the byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')} does not belong here`;
  return notUtf8({ path: '', at }, reason);
}
