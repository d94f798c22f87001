import type { Change } from '../../planning/compare/compare.ts';
import type { GateOutcome } from '../../planning/gates/judge.ts';
import { fieldUnit } from '../../result/units.ts';
import { jsonText } from '../json.ts';
import type { ComparisonReporter } from './comparison-report.ts';

const changeJson = ({ field, base, candidate, absolute, relative, effect }: Change) => ({
  field,
  unit: fieldUnit(field),
  base,
  candidate,
  absolute,
  relative,
  effect,
});

const gateJson = ({ gate, passed, found, limit, base, reason }: GateOutcome) => ({
  gate: gate.text,
  level: gate.level,
  passed,
  field: gate.field,
  found,
  limit,
  base,
  reason,
});

/** Every change and every gate, passed ones too; numbers are numbers in base units. */
export const report: ComparisonReporter = ({ base, designs }) =>
  jsonText({
    format_version: '1.0',
    base: { source: base.source, name: base.result.name },
    candidates: designs.map(({ source, comparison, gates }) => ({
      source,
      name: comparison.name,
      changes: comparison.changes.map(changeJson),
      unchanged: comparison.unchanged,
      gates: gates.map(gateJson),
    })),
  });
