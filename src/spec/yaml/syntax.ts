import type { ErrorCode, YAMLError } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badSyntax, tagRefused, tooDeep } from '../../diagnostics/messages/text.ts';
import { LIMITS } from './limits.ts';
import type { Source } from './source.ts';

interface Words {
  readonly message: string;
  readonly help?: string;
}

/** Our words for what the parser finds, tried in order; the first line whose code and pattern fit is taken. */
const SENTENCES: readonly (readonly [ErrorCode, RegExp, Words])[] = [
  ['BAD_INDENT', /end with a \]/, { message: 'the closing bracket "]" is missing', help: 'add it' }],
  ['BAD_INDENT', /end with a \}/, { message: 'the closing bracket "}" is missing', help: 'add it' }],
  [
    'BAD_INDENT',
    /^/,
    {
      message: 'the indentation does not match the lines around it',
      help: 'indent it like its neighbours, with spaces',
    },
  ],
  ['TAB_AS_INDENT', /^/, { message: 'a tab is used as indentation', help: 'use spaces' }],
  ['BAD_SCALAR_START', /^/, { message: 'text cannot start with this character', help: 'put the text in quotes' }],
  [
    'BAD_DQ_ESCAPE',
    /^/,
    { message: 'unknown escape in double quotes', help: 'double the backslash, or use single quotes' },
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    /mapping/i,
    { message: 'a second ": " on this line', help: 'put text with ": " in quotes, or start a new line' },
  ],
  ['BLOCK_AS_IMPLICIT_KEY', /^/, { message: 'a list cannot stand here', help: 'start the list on a new line' }],
  [
    'BLOCK_IN_FLOW',
    /^/,
    {
      message: 'indented lines cannot stand inside brackets',
      help: 'close the bracket first, or use brackets throughout',
    },
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    /^/,
    { message: 'a key must stand on one line and end in a colon', help: 'add the colon, or put the text in quotes' },
  ],
  [
    'KEY_OVER_1024_CHARS',
    /^/,
    { message: 'a key has more than 1024 characters', help: 'check for a missing line break or quote' },
  ],
  ['MISSING_CHAR', /closing/i, { message: 'the closing quote is missing', help: 'add it' }],
  [
    'MISSING_CHAR',
    /must end with a \]|expected.*\]/i,
    { message: 'the closing bracket "]" is missing', help: 'add it' },
  ],
  [
    'MISSING_CHAR',
    /must end with a \}|expected.*\}/i,
    { message: 'the closing bracket "}" is missing', help: 'add it' },
  ],
  ['MISSING_CHAR', /followed by map values/i, { message: 'this key has no colon and value', help: 'write key: value' }],
  [
    'MISSING_CHAR',
    /Comments must/i,
    { message: 'a comment needs a space before its #', help: 'add a space, or quote the text' },
  ],
  ['MISSING_CHAR', /Missing ,/i, { message: 'a comma is missing between entries', help: 'add it' }],
  ['MISSING_CHAR', /without - indicator/i, { message: 'this line of a list has no "-"', help: 'start it with "- "' }],
];

/** A problem the YAML parser reports, in our words and codes. */
export function syntaxProblem(source: Source, { code, message, pos }: YAMLError): Diagnostic {
  const where = { path: '', at: source.at(pos[0], Math.max(pos[0] + 1, pos[1])) };
  const text = source.text.slice(pos[0], pos[1]);
  if (code === 'TAG_RESOLVE_FAILED' || code === 'BAD_COLLECTION_TYPE') return tagRefused(where, text);
  if (code === 'RESOURCE_EXHAUSTION') return tooDeep(where, LIMITS.depth);
  const words = SENTENCES.find(([known, pattern]) => known === code && pattern.test(message))?.[2];
  if (words !== undefined) return badSyntax(where, words.message, words.help);
  const plain = (message.split('\n')[0] ?? '').slice(0, 120);
  return badSyntax(
    where,
    plain.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase()),
  );
}
