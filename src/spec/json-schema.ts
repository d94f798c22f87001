import * as z from 'zod';
import { specSchema } from './schema/spec.ts';

/** The JSON Schema (draft 2020-12) of a spec file, generated from the schema that validates it. Editors complete from it. */
export function specJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(specSchema, { io: 'input', reused: 'inline' });
  return { $schema, ...rest };
}
