import { CST, Lexer, Parser } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { tooDeep, tooLarge } from '../../diagnostics/messages/text.ts';
import { LIMITS } from './limits.ts';
import type { Source } from './source.ts';

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly CST.Token[] }
  | { readonly ok: false; readonly problem: Diagnostic };

/**
 * Syntax tokens of a text, read one lexical part at a time so that the limits act before work and memory grow: this
 * stage keeps its own stack, whereas composing the tokens recurses and must never see deep nesting.
 */
export function tokenize(source: Source): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let parts = 0;
  let before = '';
  for (const part of new Lexer().lex(source.text)) {
    // An escape costs the composer as much as a part of its own.
    parts += part.startsWith('"') ? part.split('\\').length : 1;
    const where = () => ({ path: '', at: source.at(parser.offset) });
    if (parts > LIMITS.parts) return no(tooLarge(where(), 'the file', '100,000 parts'));
    if (part.length > LIMITS.scalarLength && isScalar(before, part))
      return no(tooLarge(where(), 'this text', '64 KiB'));
    for (const token of parser.next(part)) tokens.push(token);
    if (depth(parser) > LIMITS.depth) return no(tooDeep(where(), LIMITS.depth));
    before = part;
  }
  for (const token of parser.end()) tokens.push(token);
  return { ok: true, tokens };
}

const no = (problem: Diagnostic): Tokens => ({ ok: false, problem });

/** The lexer announces plain and block scalars with a mark; quoted ones begin with their quote. */
const isScalar = (before: string, part: string): boolean =>
  before === CST.SCALAR || part.startsWith('"') || part.startsWith("'");

function depth(parser: Parser): number {
  if (parser.stack.length <= LIMITS.depth) return 0;
  return parser.stack.filter(({ type }) => COLLECTIONS.has(type)).length;
}

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection']);
