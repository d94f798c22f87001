import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { tierListTooLong } from '../diagnostics/messages/consistency.ts';
import { buildFabric } from '../fabric/registry.ts';
import type { Plan } from '../spec/plan.ts';

interface LongList {
  readonly path: string;
  readonly finding: Diagnostic;
}

/** Lists of the spec that go up the tiers and are longer than the built fabric has tiers; their ends would say nothing. */
export function longTierLists({ cluster, topology, constants }: Plan): readonly LongList[] {
  const { oversubscription, linkBytesPerS, switches } = topology;
  const lists = [
    ['topology.oversubscription', oversubscription.length, 1],
    ['topology.link_bandwidth', linkBytesPerS.length, 1],
    ['topology.switch', switches.length, 0],
  ] as const;
  // One entry is a rule for any number of tiers.
  if (lists.every(([, entries]) => entries <= 1)) return [];
  const built = buildFabric(cluster, topology, constants);
  if (!built.ok) return [];
  const tiers = built.fabric.tiers.length;
  return lists
    .map(([path, entries, withoutUplinks]) => ({ path, entries, most: Math.max(1, tiers - withoutUplinks) }))
    .filter(({ entries, most }) => entries > most)
    .map(({ path, entries, most }) => ({ path, finding: tierListTooLong({ path }, entries, most, tiers) }));
}
