import * as z from 'zod';
import { ResultSchema } from './schema.ts';
import { TopologySchema } from './topology-schema.ts';

/** The JSON Schema (draft 2020-12) of the result, generated from the same source as the types. */
export function resultJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(ResultSchema);
  return { $schema, title: 'fabricplan result', ...rest };
}

/** The same of what `topology --format json` prints. */
export function topologyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(TopologySchema);
  return { $schema, title: 'fabricplan topology', ...rest };
}
