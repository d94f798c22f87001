import type { StoragePlan } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { judged } from './defaults.ts';
import { checkBandwidth } from './plausible.ts';
import type { Resolving } from './resolving.ts';

const CHECKPOINT_INTERVAL_S = 1800;

/** What the spec says of storage; undefined where it says nothing, or nothing that can be used. */
export function resolveStorage(resolving: Resolving, stated: Section<'storage'>): StoragePlan | undefined {
  const { bandwidth, checkpoint_interval: interval } = stated;
  if (bandwidth === undefined || !checkBandwidth(resolving, 'storage.bandwidth')) return undefined;
  return {
    bytesPerS: bandwidth,
    checkpointIntervalS:
      interval ??
      resolving.ledger.assume(
        'storage.checkpoint_interval',
        CHECKPOINT_INTERVAL_S,
        's',
        judged('a checkpoint every half hour'),
      ),
  };
}
