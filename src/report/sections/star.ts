import { builtinCatalog } from '../../catalog/builtin.ts';
import { readField } from '../../result/read-field.ts';
import type { Result } from '../../result/schema.ts';
import { canonicalPath, entryOf } from '../explain/registry.ts';

/** Spec keys behind pieces of equipment that explanations list: what they are, not what they cost. */
const equipmentKeys = ['gpus.server', 'gpus.per_node', 'nics.type', 'topology.switch', 'topology.optics', 'efficiency'];

/** Keys that inputs of the plan follow from, where they are not named alike. */
const keysBehind: Readonly<Record<string, readonly string[]>> = {
  'gpus.servers': ['gpus.server', 'gpus.per_node'],
  'gpus.installed': ['gpus.server', 'gpus.per_node'],
  'nics.power': ['nics.type'],
  'nics.count': ['nics.per_node'],
};

const pricedKinds = { server: 'servers', gpu: 'gpus', nic: 'nics', switch: 'switches' } as const;

/** Whether an assumed price may be that of a line of these kinds; cables and modules share a list. */
function isPriceOf(id: string, kinds: readonly string[]): boolean {
  const kind = (Object.keys(pricedKinds) as (keyof typeof pricedKinds)[]).find((each) =>
    builtinCatalog[pricedKinds[each]].some((entry) => entry.id === id),
  );
  return kind === undefined ? kinds.includes('transceiver') || kinds.includes('cable') : kinds.includes(kind);
}

/**
 * Whether an amount of money or power rests on an assumed price, draw or term, by the inputs that its explanation lists,
 * all the way down. What the step rests on is not counted: the star tells what a quote or a contract would replace.
 */
export function isAssumed(result: Result, field: string): boolean {
  const assumed = result.assumptions.map(({ path }) => path);
  const under = (key: string): boolean =>
    assumed.some((path) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`));
  const seen = new Set<string>();
  const rests = (ref: string): boolean => {
    const [kind = '', name = ''] = ref.split(':');
    if (kind === 'plan') return [name, ...(keysBehind[name] ?? [])].some(under);
    if (kind === 'constant') return under(`efficiency.${name}`);
    if (kind === 'price') {
      const prefix = 'economics.prices.';
      const ids = assumed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      return ids.some((id) => isPriceOf(id, name.split('|')));
    }
    // The network in a server's rating follows from that rating.
    if (kind === 'covered') return false;
    if (name !== '') return equipmentKeys.some(under);
    return /^(range\.\w+\.)?(cost|power)\./.test(ref) && readField(result, ref)[0]?.value !== 0 && visit(ref);
  };
  const visit = (at: string): boolean => {
    const path = canonicalPath(at);
    if (seen.has(path)) return false;
    seen.add(path);
    return entryOf(path)?.inputs.some(rests) ?? false;
  };
  return visit(field);
}

/** The mark behind a value that rests on an assumed one. */
export const starOf = (result: Result, field: string): string => (isAssumed(result, field) ? ' *' : '');
