import type { At, Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badGate } from '../../diagnostics/messages/usage.ts';
import type { GateEntry } from '../../result/gates-schema.ts';
import type { Gate } from './gate.ts';
import { parseGate } from './parse.ts';

/** Keys of a policy entry that set a limit, as the gate they stand for. */
const LIMITS = {
  max: (value) => `<= ${value}`,
  min: (value) => `>= ${value}`,
  max_increase: (value) => `<= +${value.replace(/^\+/, '')}`,
  max_decrease: (value) => `>= -${value.replace(/^-/, '')}`,
  equals: (value) => `== ${value}`,
} as const satisfies Readonly<Record<string, (value: string) => string>>;

/** Places of one entry's parts in the policy file; null: the entry itself. */
export type Locate = (key: string | null) => At;

/** The gates of one policy entry: a gate written out, or a field with one limit or several. */
export function gatesOfEntry(
  entry: GateEntry,
  locate: Locate,
): { readonly gates: readonly Gate[]; readonly problems: readonly Diagnostic[] } {
  if (typeof entry === 'string') return collect([parseGate(entry, 'error', locate(null))]);
  const level = entry.level ?? 'error';
  if ('gate' in entry) return collect([parseGate(entry.gate, level, locate('gate'))]);
  const stated = (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).filter((key) => entry[key] !== undefined);
  if (stated.length === 0) {
    const problem = badGate(
      { path: '', at: locate('field') },
      entry.field,
      'has no limit',
      'add max, min or max_increase',
    );
    return { gates: [], problems: [problem] };
  }
  return collect(
    stated.map((key) => {
      const parsed = parseGate(`${entry.field} ${LIMITS[key](String(entry[key]))}`, level, locate(key));
      if (parsed.ok || parsed.problem.code !== 'FP402') return parsed;
      return { ok: false, problem: { ...parsed.problem, at: locate('field') } };
    }),
  );
}

function collect(parsed: readonly ReturnType<typeof parseGate>[]) {
  return {
    gates: parsed.flatMap((each) => (each.ok ? [each.gate] : [])),
    problems: parsed.flatMap((each) => (each.ok ? [] : [each.problem])),
  };
}
