import { renderSarif } from '../../diagnostics/render/sarif.ts';
import type { ComparisonReporter } from './comparison-report.ts';
import { gateFindings } from './findings.ts';

/** SARIF 2.1.0: one result per missed gate. */
export const report: ComparisonReporter = (comparison) => renderSarif(gateFindings(comparison), comparison.toolVersion);
