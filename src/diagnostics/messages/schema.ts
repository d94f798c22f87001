import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';
import { alternatives, plural, printable, quote } from '../printable.ts';
import { didYouMean } from '../suggest.ts';
import { describeValue } from './describe-value.ts';

/** Lists longer than this are no help on a terminal line. */
const MAX_LISTED = 16;

/** FP101. `at` is the key itself; `known` are the keys this mapping takes. */
export function unknownKey(where: Where, key: string, known: readonly string[]): Diagnostic {
  const near = didYouMean(key, known);
  const list = known.length === 0 ? undefined : `keys here: ${listed(known)}`;
  return create('FP101', where, { message: `unknown key ${quote(key)}`, label: 'not a key here', help: near ?? list });
}

/** FP101, for a key that others of the kinds know. `reason` and `help` as sentences without a full stop. */
export const keyDoesNotApply = (where: Where, key: string, reason: string, help: string): Diagnostic =>
  create('FP101', where, {
    message: `${quote(key)} does not apply here: ${reason}`,
    label: 'not a key of this kind',
    help,
  });

/**
 * FP102. `kind` is what the catalog page calls it ("GPU", "NIC", "switch", "server", "model", "optic"); `command` lists
 * the known ones (`fabricplan catalog gpus`).
 */
export function unknownId(
  where: Where,
  kind: string,
  id: string,
  known: readonly string[],
  command: string,
): Diagnostic {
  const near = didYouMean(id, known, 2);
  return create('FP102', where, {
    message: `unknown ${kind} ${quote(id)}`,
    label: `not in the ${kind} catalog (${known.length} ${known.length === 1 ? 'entry' : 'entries'})`,
    help: `${near === undefined ? '' : `${near}  `}List them with: ${command}`,
  });
}

/** FP103. `expected` with its article: "a number", "a list of numbers", "true or false". */
export function wrongType(where: Where, expected: string, found: unknown): Diagnostic {
  return create('FP103', where, {
    message: `${subject(where)} must be ${expected}, not ${describeValue(found)}`,
    label: `expected ${expected}`,
    help: typeHelp(expected, found),
  });
}

/** FP104, with the reason and help that `parseQuantity` gives. */
export function badQuantity(where: Where, found: string | number, reason: string, help: string): Diagnostic {
  return create('FP104', where, { message: `${quote(String(found))} ${reason}`, help });
}

/** FP105. `range` completes "must be": "at least 1", "between 0 and 1", "an integer from 1 to 64". */
export function outOfRange(where: Where, found: number | string, range: string, help?: string): Diagnostic {
  return create('FP105', where, {
    message: `${subject(where)} must be ${range}, not ${printable(String(found)).slice(0, 60)}`,
    label: `must be ${range}`,
    help,
  });
}

/** FP106. `at` is the nearest thing that exists; `example` shows a line to add. */
export const missingKey = (where: Where, key: string, example?: string): Diagnostic =>
  missingKeys(where, [key], example);

/** FP106, for keys that one line would add. */
export function missingKeys(where: Where, keys: readonly string[], example?: string): Diagnostic {
  return create('FP106', where, {
    message: `missing ${keys.length === 1 ? 'key' : 'keys'} ${listed(keys.map(quote), 'and')}`,
    label: 'missing from this mapping',
    help: example === undefined ? undefined : `add ${example}`,
  });
}

/** FP107. */
export function badChoice(where: Where, found: string, choices: readonly string[]): Diagnostic {
  const near = didYouMean(found, choices);
  return create('FP107', where, {
    message: `${subject(where)} cannot be ${quote(found)}`,
    label: near === undefined ? undefined : `expected ${listed(choices)}`,
    help: near ?? `choose ${listed(choices)}`,
  });
}

/** FP108. `what` names the key or the choice. */
export function notAvailable(where: Where, what: string): Diagnostic {
  return create('FP108', where, {
    message: `${quote(what)} is not available in this version`,
    label: 'not calculated yet',
    help: 'remove it',
  });
}

/** FP109. */
export function conflictingKeys(where: Where, keys: readonly string[]): Diagnostic {
  return create('FP109', where, {
    message: `${alternatives(keys.map(quote)).replace(/ or /, ' and ')} exclude each other`,
    help: 'keep one of them',
  });
}

const subject = ({ path }: Where): string => (path === '' ? 'the value' : printable(path).slice(0, 80));

function listed(words: readonly string[], last: 'or' | 'and' = 'or'): string {
  if (words.length <= MAX_LISTED) return alternatives(words, last);
  return `${words.slice(0, MAX_LISTED).join(', ')} and ${plural(words.length - MAX_LISTED, 'other')}`;
}

function typeHelp(expected: string, found: unknown): string | undefined {
  if (typeof found !== 'string') return undefined;
  const text = found.trim();
  if (/number|integer/.test(expected) && text !== '' && Number.isFinite(Number(text))) {
    return `write ${text} without quotes`;
  }
  if (!/true or false|boolean/.test(expected)) return undefined;
  if (/^(yes|on|y|true)$/i.test(text)) return 'write true without quotes; yes and on are text in YAML 1.2';
  if (/^(no|off|n|false)$/i.test(text)) return 'write false without quotes; no and off are text in YAML 1.2';
  return undefined;
}
