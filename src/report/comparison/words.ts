import type { Change } from '../../planning/compare/compare.ts';
import type { Leaf } from '../../planning/compare/leaves.ts';
import type { GateOutcome } from '../../planning/gates/judge.ts';
import { fieldUnit } from '../../result/units.ts';
import { formatPercent } from '../../units/format.ts';
import { valueText } from '../value-text.ts';

/** Where three digits look the same. */
const LONG_DIGITS = 6;

/** Both sides of a change for people: more digits where three would look the same. */
export function sides({ field, base, candidate }: Change): readonly [string, string] {
  const unit = fieldUnit(field);
  const [a, b] = [leafText(field, base), leafText(field, candidate)];
  if (a !== b || typeof base !== 'number' || typeof candidate !== 'number') return [a, b];
  const long = (value: number): string => `${Number(value.toPrecision(LONG_DIGITS))} ${unit ?? ''}`.trim();
  const exact = (value: number): string => `${value} ${unit ?? ''}`.trim();
  return long(base) === long(candidate) ? [exact(base), exact(candidate)] : [long(base), long(candidate)];
}

export const leafText = (field: string, value: Leaf): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : valueText(value, fieldUnit(field));

/** `+0.23 s`, `-$3.6 M`; empty for words. */
export function absoluteText({ field, absolute }: Change): string {
  if (absolute === null) return '';
  const text = valueText(Math.abs(absolute), fieldUnit(field));
  return `${absolute < 0 ? '-' : '+'}${text}`;
}

/** `+10.8 %`; empty where the base is 0 or no number. */
export const relativeText = ({ relative }: Change): string => (relative === null ? '' : signedPercent(relative));

export const signedPercent = (fraction: number): string =>
  `${fraction < 0 ? '-' : '+'}${formatPercent(Math.abs(fraction))}`;

/** `+9.0 % (43.6 M)` for a relative gate, the value for an absolute one, the reason where there is none. */
export function foundText({ gate, found, base, reason }: GateOutcome): string {
  if (found === null) return reason ?? 'unknown';
  if (typeof found === 'string') return found;
  const value = valueText(found, fieldUnit(gate.field));
  if (reason !== null) return `${value}; ${reason}`;
  return base === null || base === 0 ? value : `${signedPercent((found - base) / Math.abs(base))} (${value})`;
}

/** `gates.yaml:4`; empty for a flag. */
export const placeText = ({ gate: { at } }: GateOutcome): string => (at === undefined ? '' : `${at.file}:${at.line}`);

/** "1 of 3 gates failed". */
export function gateHeadline(outcomes: readonly GateOutcome[]): string {
  const failed = outcomes.filter(({ passed, gate }) => !passed && gate.level === 'error').length;
  const warned = outcomes.filter(({ passed, gate }) => !passed && gate.level === 'warn').length;
  const gates = outcomes.length === 1 ? 'gate' : 'gates';
  const warnings = warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
  if (failed === 0 && warned === 0)
    return outcomes.length === 1 ? 'the gate passed' : `all ${outcomes.length} gates passed`;
  return `${failed} of ${outcomes.length} ${gates} failed${warnings}`;
}
