import * as z from 'zod';

type Schema = z.core.$ZodType;

/** The keys that the mapping at a path takes: of all shapes where there are several. Empty where any key goes. */
export function keysAt(schema: Schema, path: readonly (string | number)[]): readonly string[] {
  const keys = new Set<string>();
  for (const found of schemasAt(schema, path)) {
    for (const { def } of alternatives(found))
      if (def.type === 'object') for (const key of Object.keys(def.shape)) keys.add(key);
  }
  return [...keys];
}

/** What the value at a path means, in the words of the published schema; undefined: they say nothing. */
export const descriptionAt = (schema: Schema, path: readonly (string | number)[]): string | undefined =>
  schemasAt(schema, path).flatMap(descriptions)[0];

function descriptions(schema: Schema): readonly string[] {
  const own = z.globalRegistry.get(schema)?.description;
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  return [...(own === undefined ? [] : [own]), ...('innerType' in def ? descriptions(def.innerType) : [])];
}

function schemasAt(schema: Schema, path: readonly (string | number)[]): readonly Schema[] {
  const [part, ...rest] = path;
  if (part === undefined) return [schema];
  return alternatives(schema).flatMap(({ def }) => {
    if (def.type === 'object' && Object.hasOwn(def.shape, part)) {
      const child = def.shape[part];
      return child === undefined ? [] : schemasAt(child, rest);
    }
    if (def.type === 'array') return schemasAt(def.element, rest);
    return def.type === 'record' ? schemasAt(def.valueType, rest) : [];
  });
}

type Definition = { readonly def: z.core.$ZodTypes['_zod']['def'] };

/** The schema behind optional, nullable and transforming wrappers, each option of a union on its own. */
function alternatives(schema: Schema): readonly Definition[] {
  const def = schema._zod.def as z.core.$ZodTypes['_zod']['def'];
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return alternatives(def.innerType);
    case 'pipe':
      return alternatives(def.in);
    case 'union':
      return def.options.flatMap(alternatives);
    default:
      return [{ def }];
  }
}
