import type { At, Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badGate, unknownField } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { fieldUnit } from '../../result/units.ts';
import type { Dimension } from '../../units/dimensions.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { knownFields } from '../known-fields.ts';
import type { Gate, GateLevel, GateLimit, GateOp } from './gate.ts';

export type ParsedGate =
  | { readonly ok: true; readonly gate: Gate }
  | { readonly ok: false; readonly problem: Diagnostic };

const SHAPE = /^\s*([^\s<>=!]+)\s*(<=|>=|==|!=|<|>)\s*(.+?)\s*$/;

/** Reasons say why other fields are null; they are no values to hold. */
const isReason = (path: string): boolean => path.startsWith('reasons.');

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The dimension whose units a field's value may be written in. */
const DIMENSION_OF: Readonly<Record<string, Dimension>> = {
  s: 'time',
  B: 'bytes',
  'B/step': 'bytes',
  'B/s': 'bandwidth',
  W: 'power',
  J: 'energy',
  'J/step': 'energy',
  'J/token': 'energy',
  ratio: 'fraction',
};

/**
 * Reads `<field> <op> <value>`. A signed percentage is relative to the base (`<= +5%`), a signed quantity a distance from
 * it (`<= +2 GiB`); anything else is absolute, in the field's unit or with a unit of its own.
 */
export function parseGate(text: string, level: GateLevel = 'error', at?: At): ParsedGate {
  const where = { path: '', at };
  const no = (reason: string, help?: string): ParsedGate => ({
    ok: false,
    problem: badGate(where, text, reason, help),
  });
  const [, field = '', op = '', written = ''] = SHAPE.exec(text) ?? [];
  if (field === '') return no('is not <field> <op> <value>');
  const known = knownFields().find(field);
  if (known === null || isReason(known.path)) {
    const names = knownFields().names.filter((name) => !isReason(name));
    return { ok: false, problem: unknownField(field, names, where) };
  }
  const done = (limit: GateLimit): ParsedGate => ({
    ok: true,
    gate: {
      text: `${field} ${op} ${written}`,
      field,
      op: op as GateOp,
      limit,
      level,
      ...(at === undefined ? {} : { at }),
    },
  });
  if (known.kind !== 'number') {
    if (op !== '==' && op !== '!=') return no('compares a word', 'words take == or !=');
    const word = written.replace(/^(['"])(.*)\1$/, '$2');
    if (known.words?.includes(word) === false) {
      return no(`compares with ${quote(word)}, which ${field} never is`, `it is one of ${known.words.join(', ')}`);
    }
    return done({ kind: 'word', word });
  }
  const signed = /^[+-]/.test(written);
  const percent = /^([+-]?[\d.eE+-]+)\s*%$/.exec(written)?.[1];
  if (percent !== undefined && Number.isFinite(Number(percent))) {
    const fraction = Number(percent) / 100;
    if (signed) return done({ kind: 'relative', fraction });
    if (fieldUnit(field) !== 'ratio')
      return no('has a percentage without a sign', `write +${written} to compare with the base`);
    return done({ kind: 'absolute', value: fraction });
  }
  const value = numberOf(written, field);
  if (typeof value === 'string') return no(`has a value that ${value}`);
  return done(signed ? { kind: 'delta', value } : { kind: 'absolute', value });
}

/** The number in the field's base unit, or what is wrong with it. */
function numberOf(written: string, field: string): number | string {
  if (NUMBER.test(written)) return Number.isFinite(Number(written)) ? Number(written) : 'is too large for a number';
  const unit = fieldUnit(field) ?? '';
  const dimension =
    DIMENSION_OF[unit] ?? (unit.startsWith('USD') ? 'money' : unit.startsWith('FLOP') ? 'compute' : null);
  if (dimension === null) return 'is no number';
  const parsed = parseQuantity(written.replace(/^\+/, ''), dimension);
  return parsed.ok ? parsed.value : parsed.reason;
}
