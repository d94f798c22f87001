import { isMapping, type Mapping, type Path } from './path.ts';

/** Pairs of keys that say the same in two ways: a variant that states one drops the other of its base. */
const ALTERNATIVES: Readonly<Record<string, readonly [string, string]>> = {
  nics: ['per_gpu', 'per_node'],
  power: ['grid', 'carbon_g_per_kwh'],
};

/** `over` on top of `base`: sections that are mappings in both merge their keys, everything else is replaced. */
export function merge(base: Mapping, over: Mapping): Mapping {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    result[key] = isMapping(value) && isMapping(below) ? mergeSection(key, below, value) : value;
  }
  return result;
}

function mergeSection(section: string, base: Mapping, over: Mapping): Mapping {
  const result: Record<string, unknown> = { ...base, ...over };
  for (const key of replacedBy(section, over)) if (!Object.hasOwn(over, key)) delete result[key];
  return result;
}

/** `data` without the key that an override of `path` replaces. */
export function dropAlternative(data: Mapping, [section, key]: Path): Mapping {
  const name = String(section);
  const content = data[name];
  if (!isMapping(content)) return data;
  const dropped = new Set(replacedBy(name, { [String(key)]: true }));
  return { ...data, [name]: Object.fromEntries(Object.entries(content).filter(([other]) => !dropped.has(other))) };
}

function replacedBy(section: string, stated: Mapping): readonly string[] {
  const pair = Object.hasOwn(ALTERNATIVES, section) ? ALTERNATIVES[section] : undefined;
  if (pair === undefined) return [];
  return pair.filter((_, i) => Object.hasOwn(stated, pair[1 - i] ?? ''));
}
