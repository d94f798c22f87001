import { renderGithub } from '../../diagnostics/render/github.ts';
import type { ComparisonReporter } from './comparison-report.ts';
import { gateFindings } from './findings.ts';

/** Workflow commands: one annotation per missed gate, at most ten of a level. */
export const report: ComparisonReporter = (comparison) => renderGithub(gateFindings(comparison));
