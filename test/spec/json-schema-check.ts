type Schema = Readonly<Record<string, unknown>>;

/**
 * Where a value breaks a JSON Schema, for the keywords that ours uses. Enough to see whether an editor would complain; an
 * unknown keyword that constrains throws, so that nothing passes unchecked.
 */
export function violations(schema: Schema, value: unknown, path = ''): readonly string[] {
  const found: string[] = [];
  const fail = (why: string): void => void found.push(`${path || '/'} ${why}`);
  for (const [keyword, rule] of Object.entries(schema)) {
    switch (keyword) {
      case 'type':
        if (![rule].flat().some((type) => isType(value, String(type)))) fail(`is no ${String(rule)}`);
        break;
      case 'enum':
        if (!(rule as unknown[]).includes(value)) fail('is no choice');
        break;
      case 'const':
        if (rule !== value) fail(`is not ${String(rule)}`);
        break;
      case 'anyOf':
        if ((rule as Schema[]).every((option) => violations(option, value, path).length > 0)) fail('fits no option');
        break;
      case 'minimum':
        if (typeof value === 'number' && value < Number(rule)) fail('is too small');
        break;
      case 'exclusiveMinimum':
        if (typeof value === 'number' && value <= Number(rule)) fail('is too small');
        break;
      case 'maximum':
        if (typeof value === 'number' && value > Number(rule)) fail('is too large');
        break;
      case 'minLength':
      case 'maxLength':
        if (
          typeof value === 'string' &&
          (keyword === 'minLength' ? value.length < Number(rule) : value.length > Number(rule))
        ) {
          fail('has the wrong length');
        }
        break;
      case 'minItems':
      case 'maxItems':
        if (
          Array.isArray(value) &&
          (keyword === 'minItems' ? value.length < Number(rule) : value.length > Number(rule))
        ) {
          fail('has the wrong length');
        }
        break;
      case 'items':
        if (Array.isArray(value))
          for (const [i, item] of value.entries()) found.push(...violations(rule as Schema, item, `${path}/${i}`));
        break;
      case 'required':
        for (const key of rule as string[]) if (isMapping(value) && !Object.hasOwn(value, key)) fail(`lacks ${key}`);
        break;
      case 'properties':
        if (isMapping(value)) {
          for (const [key, child] of Object.entries(rule as Record<string, Schema>)) {
            if (Object.hasOwn(value, key)) found.push(...violations(child, value[key], `${path}/${key}`));
          }
        }
        break;
      case 'additionalProperties':
        if (isMapping(value)) {
          const known = Object.keys((schema['properties'] ?? {}) as object);
          for (const key of Object.keys(value).filter((each) => !known.includes(each))) {
            if (rule === false) fail(`has the unknown key ${key}`);
            else found.push(...violations(rule as Schema, value[key], `${path}/${key}`));
          }
        }
        break;
      case 'if':
        if (violations(rule as Schema, value, path).length === 0)
          found.push(...violations(schema['then'] as Schema, value, path));
        break;
      case 'not':
        if (violations(rule as Schema, value, path).length === 0) fail('is what it must not be');
        break;
      case '$schema':
      case 'then':
      case 'title':
      case 'description':
      case 'examples':
      case 'propertyNames':
        break;
      default:
        throw new Error(`unchecked keyword ${keyword} at ${path}`);
    }
  }
  return found;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isMapping(value) : typeof value === type;
}
