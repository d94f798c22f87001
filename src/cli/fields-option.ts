import { badUsage, unknownField } from '../diagnostics/messages/usage.ts';
import { knownFields } from '../planning/known-fields.ts';
import { listing } from '../report/listing.ts';
import { fieldUnit } from '../result/units.ts';
import { UsageError } from './usage-error.ts';

/** Whether the fields were asked for and not given. */
export const asksForFields = (text: string | undefined): boolean => text?.trim() === '?';

/** Every field with its unit. */
export const fieldList = (): string =>
  `${listing(
    ['field', 'unit'],
    knownFields().names.map((name) => [name, fieldUnit(name) ?? '']),
    'll',
  )}\n`;

/** @throws UsageError for a field that is not in the result, or stands twice */
export function fieldsOption(text: string): readonly string[] {
  const fields = text.split(',').map((field) => field.trim());
  for (const [index, field] of fields.entries()) {
    if (knownFields().find(field) === null) throw new UsageError(unknownField(field, knownFields().names));
    if (fields.indexOf(field) !== index) throw new UsageError(badUsage(`--fields names ${field} twice`));
  }
  return fields;
}
