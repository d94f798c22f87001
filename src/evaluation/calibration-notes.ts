import type { Basis } from '../collectives/calibration/calibrated-model.ts';
import { atPath, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { notMeasured } from '../diagnostics/messages/notes.ts';
import type { StepEstimate } from '../training/step.ts';
import type { Machine } from './machine.ts';

/** How an operation of the step stands to the measurements; null where it was measured itself. */
function wordsOf(basis: Basis): string | null {
  switch (basis.kind) {
    case 'measured':
      return null;
    case 'measured-beyond-sizes':
      return `carried beyond the measured sizes (${basis.source})`;
    case 'scaled': {
      const { measuredOp, measuredRanks, source } = basis;
      return `the model, corrected by what it misses for ${measuredOp} on ${measuredRanks} ranks (${source})`;
    }
    default:
      return `the uncalibrated model, for ${basis.reason}`;
  }
}

/** Where the operations of a step go beyond the plan's measurements: one note for each way in which they do. */
export function calibrationNotes({ plan, collectives }: Machine, step: StepEstimate): Diagnostic[] {
  const { basis } = collectives;
  if (basis === undefined) return [];
  const groups = new Map<string, Set<string>>();
  for (const { transfer } of step.transfers) {
    const { op, bytes, group } = transfer;
    const words = wordsOf(basis(op, bytes, group));
    if (words === null || group.ranks <= 1) continue;
    const apart = group.stride === 1 ? '' : `, ${group.stride} GPUs apart`;
    groups.set(words, (groups.get(words) ?? new Set()).add(`${op} on ${group.ranks} ranks${apart}`));
  }
  const where = atPath((plan.calibration?.entries.length ?? 0) > 0 ? 'profile' : 'measured');
  return [...groups].map(([words, operations]) => notMeasured(where, [...operations].join('; '), words));
}
