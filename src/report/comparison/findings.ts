import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { gateFailed } from '../../diagnostics/messages/gates.ts';
import type { ComparisonReport } from './comparison-report.ts';
import { foundText } from './words.ts';

/** Every missed gate as a finding, at its place in the policy file where it has one. */
export function gateFindings({ designs }: ComparisonReport): readonly Diagnostic[] {
  return designs.flatMap(({ comparison, gates }) =>
    gates
      .filter(({ passed }) => !passed)
      .map((outcome) => {
        const { gate } = outcome;
        const found = designs.length === 1 ? foundText(outcome) : `${foundText(outcome)} in ${comparison.name}`;
        return gateFailed({ path: gate.field, at: gate.at }, gate.text, found, gate.level);
      }),
  );
}
