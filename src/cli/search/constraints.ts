import { badUsage } from '../../diagnostics/messages/usage.ts';
import { type Gate, needsBase } from '../../planning/gates/gate.ts';
import { parseGate } from '../../planning/gates/parse.ts';
import { type Aim, parseAim } from '../../planning/sweep/pareto.ts';
import { UsageError } from '../usage-error.ts';

/** @throws UsageError for a gate that is none, and for a relative one where there is nothing to compare with */
export function constraintsOption(texts: readonly string[], hasBase: boolean): readonly Gate[] {
  return texts.map((text) => {
    const parsed = parseGate(text);
    if (!parsed.ok) throw new UsageError(parsed.problem);
    if (!hasBase && needsBase(parsed.gate)) {
      const help = 'a spec that states its plan is the base; write an absolute limit here';
      throw new UsageError(badUsage(`the constraint "${text}" is relative, and there is no base`, help));
    }
    return parsed.gate;
  });
}

const defaultObjective = 'training.step_time_s';

/** @throws UsageError */
export function objectiveOption(text: string | undefined): Aim {
  const parsed = parseAim(text ?? defaultObjective);
  if (!parsed.ok) throw new UsageError(parsed.problem);
  return parsed.aim;
}
