import { readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import type { Gate, GateOp } from './gate.ts';

/** A result, or as much of it as a gate needs. */
export type Judged = Partial<Result> & Pick<Result, 'reasons'>;

/** A gate held against one result. */
export interface GateOutcome {
  readonly gate: Gate;
  readonly passed: boolean;
  /** The worst value found; null: unknown or absent. */
  readonly found: number | string | null;
  /** The limit in the field's unit; null for words and where the base has no value. */
  readonly limit: number | null;
  /** The base's value; null where the gate is absolute or the base has none. */
  readonly base: number | null;
  /** Why it failed without a number; null otherwise. */
  readonly reason: string | null;
}

/** Equal to rounding: a limit of +5 % lets exactly 5 % pass. */
const ROUNDING = 1e-12;

const holds: Readonly<Record<GateOp, (found: number, limit: number, slack: number) => boolean>> = {
  '<=': (found, limit, slack) => found <= limit + slack,
  '>=': (found, limit, slack) => found >= limit - slack,
  '<': (found, limit, slack) => found < limit - slack,
  '>': (found, limit, slack) => found > limit + slack,
  '==': (found, limit, slack) => Math.abs(found - limit) <= slack,
  '!=': (found, limit, slack) => Math.abs(found - limit) > slack,
};

/**
 * Holds one gate against a result. A field that is null, or in a section that does not apply, fails with its reason: a
 * gate that cannot be judged must not pass.
 */
export function judge(gate: Gate, base: Result | null, candidate: Judged): GateOutcome {
  const found = readField(candidate, gate.field);
  const failed = (reason: string): GateOutcome => ({
    gate,
    passed: false,
    found: null,
    limit: null,
    base: null,
    reason,
  });
  if (found.length === 0) return failed(reasonFor(candidate, gate.field) ?? 'the result has no such part');
  const outcomes = found.map(({ path, value }): GateOutcome => {
    if (value === null) return failed(reasonFor(candidate, path) ?? 'unknown');
    if (typeof value !== 'number') return judgeWord(gate, String(value));
    return judgeNumber(gate, path, value, base);
  });
  return outcomes.find((outcome) => !outcome.passed) ?? (outcomes[0] as GateOutcome);
}

function judgeWord(gate: Gate, value: string): GateOutcome {
  const same = gate.limit.kind === 'word' && gate.limit.word === value;
  return { gate, passed: (gate.op === '==') === same, found: value, limit: null, base: null, reason: null };
}

function judgeNumber(gate: Gate, path: string, value: number, base: Result | null): GateOutcome {
  const { limit } = gate;
  let bound: number;
  let reference: number | null = null;
  if (limit.kind === 'absolute') {
    bound = limit.value;
  } else {
    const before = base === null ? undefined : readField(base, path)[0]?.value;
    if (typeof before !== 'number' || limit.kind === 'word') {
      const reason =
        base === null || before === undefined
          ? 'the base has no such part'
          : `base: ${reasonFor(base, path) ?? 'unknown'}`;
      return { gate, passed: false, found: value, limit: null, base: null, reason };
    }
    reference = before;
    bound = limit.kind === 'relative' ? before * (1 + limit.fraction) : before + limit.value;
  }
  const slack = ROUNDING * Math.max(Math.abs(value), Math.abs(bound));
  return {
    gate,
    passed: holds[gate.op](value, bound, slack),
    found: value,
    limit: bound,
    base: reference,
    reason: null,
  };
}

/** Reasons are kept by field, or by the section that lacks it. */
function reasonFor(result: Judged, path: string): string | null {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const reason = result.reasons[at];
    if (reason !== undefined) return reason;
  }
  return null;
}

/** All gates, failures first: errors before warnings, otherwise in the order given. */
export function judgeAll(gates: readonly Gate[], base: Result | null, candidate: Result): readonly GateOutcome[] {
  const rank = ({ passed, gate }: GateOutcome): number => (passed ? 2 : gate.level === 'error' ? 0 : 1);
  return gates.map((gate) => judge(gate, base, candidate)).sort((a, b) => rank(a) - rank(b));
}
