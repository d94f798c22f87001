import * as z from 'zod';
import { builtinCatalog } from '../catalog/builtin.ts';
import type { CatalogList } from './schema/fields.ts';
import { specSchema } from './schema/spec.ts';

type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (draft 2020-12) of a spec file, generated from the schema that validates it. Editors complete keys and
 * catalog ids from it; any other id stays legal, for a spec may bring its own catalog.
 */
export function specJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(specSchema, {
    io: 'input',
    override: ({ jsonSchema }) => listIds(jsonSchema as JsonSchema),
  }) as JsonSchema;
  return requiredUnlessExtending(schema);
}

function listIds(schema: JsonSchema): void {
  const { catalog, type, minLength, maxLength } = schema;
  if (catalog === undefined) return;
  for (const key of ['catalog', 'type', 'minLength', 'maxLength']) delete schema[key];
  const ids = builtinCatalog[catalog as CatalogList].map(({ id }) => id);
  schema['anyOf'] = [{ enum: ids }, { type, minLength, maxLength }];
}

/** A spec that extends another one may leave to it any key, so keys are required only where nothing is extended. */
function requiredUnlessExtending({ $schema, required, properties, ...rest }: JsonSchema): JsonSchema {
  const sections = Object.entries(properties as Readonly<Record<string, JsonSchema>>);
  const needs = sections.filter(([, section]) => section['required'] !== undefined);
  return {
    $schema,
    ...rest,
    properties: Object.fromEntries(sections.map(([name, { required: _, ...section }]) => [name, section])),
    if: { not: { required: ['extends'] } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: {
      required,
      properties: Object.fromEntries(needs.map(([name, section]) => [name, { required: section['required'] }])),
    },
  };
}
