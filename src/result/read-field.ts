/** One value of a result under its concrete path (`fabric.tiers[0].switches`). */
export interface FieldValue {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The values a field path names. `[]` (or a list without an index) stands for every item and
 * `*` for every key, so a path may give several
 * values; none means that the section is absent or the path does not exist.
 */
export function readField(result: unknown, path: string): readonly FieldValue[] {
  let found: FieldValue[] = [{ path: '', value: result }];
  for (const part of path.replace(/\[(\d*)\]/g, '.[$1]').split('.')) {
    found = found.flatMap((at) => step(at, part));
  }
  return found;
}

function step(at: FieldValue, part: string): FieldValue[] {
  const index = /^\[(\d*)\]$/.exec(part)?.[1];
  if (Array.isArray(at.value)) {
    const items = at.value.map((value: unknown, i) => ({ path: `${at.path}[${i}]`, value }));
    if (index === undefined) return items.flatMap((item) => step(item, part));
    return index === '' ? items : items.slice(Number(index), Number(index) + 1);
  }
  if (part === '*' && at.value !== null && typeof at.value === 'object') {
    return Object.entries(at.value).map(([name, value]) => ({ path: `${at.path}.${name}`, value: value as unknown }));
  }
  if (index !== undefined || at.value === null || typeof at.value !== 'object' || !Object.hasOwn(at.value, part))
    return [];
  return [{ path: at.path === '' ? part : `${at.path}.${part}`, value: (at.value as Record<string, unknown>)[part] }];
}
