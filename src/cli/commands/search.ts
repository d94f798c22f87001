import { badUsage } from '../../diagnostics/messages/usage.ts';
import type { Command } from '../command.ts';
import { type OptionName, type OptionValues, optionTable } from '../options.ts';
import { UsageError } from '../usage-error.ts';

/** Options that only some of the three searches take. */
const TAKES = {
  plans: ['objective', 'constraint', 'top', 'wide', 'exhaustive', 'jobs', 'shard', 'output'],
  designs: ['objective', 'constraint', 'top', 'vary', 'jobs', 'shard', 'output'],
  oversubscription: ['keep'],
  'nic-bandwidth': ['keep'],
  gpus: ['deadline'],
} as const satisfies Record<string, readonly OptionName[]>;

type Search = keyof typeof TAKES;

const NAMES: Readonly<Record<Search, string>> = {
  plans: 'a search for plans',
  designs: '--design',
  oversubscription: '--find oversubscription',
  'nic-bandwidth': '--find nic-bandwidth',
  gpus: '--find gpus',
};

/** Three searches under one name: plans of a cluster, clusters, and the one value that will just do. */
export const command: Command = async (invocation, context) => {
  const { design, find } = invocation.options;
  if (design === true && find !== undefined) {
    throw new UsageError(badUsage('--design and --find are different searches', 'give one of them'));
  }
  const search = (find ?? (design === true ? 'designs' : 'plans')) as Search;
  refuseOthers(search, invocation.options);
  const { run } = await (find !== undefined
    ? import('../search/find.ts')
    : design === true
      ? import('../search/designs.ts')
      : import('../search/plans.ts'));
  return run(invocation, context);
};

/** @throws UsageError for an option of another search: ignored, it would seem to have been heard */
function refuseOthers(search: Search, options: OptionValues): void {
  const taken: readonly OptionName[] = TAKES[search];
  const known = new Set<OptionName>(Object.values(TAKES).flat());
  const other = [...known].find((name) => options[name] !== undefined && !taken.includes(name));
  if (other === undefined) return;
  const flag = optionTable[other].flags.replace(/^-o, /, '').split(' ')[0];
  const takers = (Object.keys(TAKES) as Search[]).filter((name) =>
    (TAKES[name] as readonly OptionName[]).includes(other),
  );
  const help =
    other === 'vary'
      ? 'add --design, or use sweep'
      : `it belongs to ${takers.map((name) => NAMES[name]).join(' and ')}`;
  throw new UsageError(badUsage(`${NAMES[search]} does not take ${flag}`, help));
}
