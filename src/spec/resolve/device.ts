import type { Compiled, EntryContext } from '../../catalog/common.ts';
import { compileGpu, type GpuInput } from '../../catalog/kinds/gpu.ts';
import { compileNic, type NicInput } from '../../catalog/kinds/nic.ts';
import { compileSwitch, type SwitchInput } from '../../catalog/kinds/switch.ts';
import type { Catalog, Gpu, Nic, Switch } from '../../catalog/types.ts';
import { missingKeys, unknownId } from '../../diagnostics/messages/schema.ts';
import { checkDevice } from './plausible.ts';
import type { Resolving } from './resolving.ts';

interface Kind<I, T> {
  readonly noun: string;
  readonly list: 'gpus' | 'nics' | 'switches' | 'servers' | 'optics' | 'models';
  readonly entries: (catalog: Catalog) => readonly T[];
  readonly compile: (input: I, base: T | null, context: EntryContext) => Compiled<T>;
}

export const GPU: Kind<GpuInput, Gpu> = {
  noun: 'GPU',
  list: 'gpus',
  entries: ({ gpus }) => gpus,
  compile: compileGpu,
};

export const NIC: Kind<NicInput, Nic> = {
  noun: 'NIC',
  list: 'nics',
  entries: ({ nics }) => nics,
  compile: compileNic,
};

export const SWITCH: Kind<SwitchInput, Switch> = {
  noun: 'switch',
  list: 'switches',
  entries: ({ switches }) => switches,
  compile: compileSwitch,
};

interface Inline {
  readonly base?: string | undefined;
  readonly name?: string | undefined;
}

/** The device that a spec names by its catalog id or describes inline. null: refused, and reported. */
export function resolveDevice<I extends Inline, T extends { readonly id: string }>(
  resolving: Resolving,
  path: string,
  reference: string | I,
  kind: Kind<I, T>,
): T | null {
  if (typeof reference === 'string') return findEntry(resolving, path, reference, kind);
  const base = reference.base === undefined ? null : findEntry(resolving, `${path}.base`, reference.base, kind);
  if (reference.base !== undefined && base === null) return null;
  if (!checkDevice(resolving, path) || !resolving.intact(path)) return null;
  const context: EntryContext = {
    id: base?.id ?? reference.name ?? 'inline',
    sources: {},
    fallback: { source: 'the spec', confidence: 'read' },
  };
  const compiled = kind.compile(reference, base, context);
  if (compiled.ok) return compiled.value;
  const { missing } = compiled;
  const where = { ...resolving.at(path, 'key'), path: missing.length === 1 ? `${path}.${missing[0]}` : path };
  resolving.report(missingKeys(where, missing, 'what is missing, or start from a catalog entry with base: <id>'));
  return null;
}

/** A catalog entry by its id, or null with the mistake reported. */
export function findEntry<T extends { readonly id: string }>(
  { catalog, report, at }: Resolving,
  path: string,
  id: string,
  { noun, list, entries }: Pick<Kind<never, T>, 'noun' | 'list' | 'entries'>,
): T | null {
  const known = entries(catalog);
  const found = known.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  const ids = known.map((entry) => entry.id);
  report(unknownId(at(path), noun, id, ids, `fabricplan catalog ${list}`));
  return null;
}
