import { badUsage, unknownField } from '../diagnostics/messages/usage.ts';
import { explain } from '../report/explain/explanation.ts';
import { entryOf, explainedFields } from '../report/explain/registry.ts';
import { explanationText } from '../report/explain/text.ts';
import { jsonText } from '../report/json.ts';
import type { Painter } from '../report/reporter.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError for a field that is not in the result, or a format that cannot hold an explanation */
export function checkExplain(field: string, format: string): void {
  if (entryOf(field) === null) throw new UsageError(unknownField(field, explainedFields));
  if (format !== 'table' && format !== 'json') {
    throw new UsageError(badUsage('--explain prints a table or JSON', 'use --format table or --format json'));
  }
}

/** Why one field of a result has its value. */
export function explainField(field: string, format: string, result: Result, plan: Plan, paint: Painter): string {
  const explanation = explain(field, result, plan);
  if (explanation === null) throw new UsageError(unknownField(field, explainedFields));
  return format === 'json' ? jsonText(explanation) : explanationText(explanation, paint);
}
