import { badUsage, unknownField } from '../diagnostics/messages/usage.ts';
import { plural } from '../diagnostics/printable.ts';
import { explain, valuesAt } from '../report/explain/explanation.ts';
import { canonicalPath, entryOf, explainedFields, fieldsBelow } from '../report/explain/registry.ts';
import { explanationText } from '../report/explain/text.ts';
import { jsonText } from '../report/json.ts';
import type { Painter } from '../report/reporter.ts';
import { readField } from '../result/read-field.ts';
import type { Result } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError for a field that is not in the result, or a format that cannot hold an explanation */
export function checkExplain(field: string, format: string): void {
  if (leavesOf(field).length === 0) throw new UsageError(unknownField(field, explainedFields));
  if (format !== 'table' && format !== 'json') {
    throw new UsageError(badUsage('--explain prints a table or JSON', 'use --format table or --format json'));
  }
}

/** A field itself, or the fields below a section of the result. */
const leavesOf = (field: string): readonly string[] => (entryOf(field) === null ? fieldsBelow(field) : [field]);

/**
 * Why one field of a result has its value, or each field of a section.
 *
 * @throws UsageError for an entry that a list of the result does not have
 */
export function explainField(field: string, format: string, result: Result, plan: Plan, paint: Painter): string {
  checkEntries(field, result);
  const explanations = leavesOf(field).flatMap((leaf) => explain(leaf, result, plan) ?? []);
  if (format === 'json') return jsonText(entryOf(field) === null ? explanations : explanations[0]);
  return explanations.map((explanation) => explanationText(explanation, paint)).join('\n');
}

function checkEntries(field: string, result: Result): void {
  const canonical = canonicalPath(field);
  if (canonical.endsWith('*') && canonical !== field && valuesAt(result, field).length === 0) {
    const known = readField(result, canonical).map(({ path }) => path);
    throw new UsageError(unknownField(field, known));
  }
  for (const { index } of field.matchAll(/\[\d+\]/g)) {
    const list = field.slice(0, index);
    const entry = `${list}${/^\[\d+\]/.exec(field.slice(index))?.[0]}`;
    if (readField(result, entry).length > 0) continue;
    const entries = readField(result, `${list}[]`).length;
    const help = entries === 0 ? undefined : `entries are ${list}[0] to ${list}[${entries - 1}]`;
    throw new UsageError({
      ...badUsage(`${list} has ${plural(entries, 'entry').replace('entrys', 'entries')}, so no ${entry}`, help),
      code: 'FP402',
    });
  }
}
