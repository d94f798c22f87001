import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { backgroundLoadTooLong } from '../diagnostics/messages/consistency.ts';
import { fabricImpossible } from '../diagnostics/messages/feasibility.ts';
import { buildFabric } from '../fabric/registry.ts';
import type { FabricRefusal } from '../fabric/types.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import type { LoadedPlan } from './load-plan.ts';
import { say } from './say.ts';

/** A fabric that cannot be built: the limit it breaks on stderr, nothing on stdout. */
export function refuse(refusal: FabricRefusal, loaded: LoadedPlan, context: Context): ExitCode {
  const found = refusalOf(refusal, loaded);
  say([found], context.io, context.paint.stderr);
  return exitOf(found);
}

/** A list that does not fit the tiers of the fabric is a mistake of the spec; anything else cannot be built. */
export const exitOf = ({ code }: Diagnostic): ExitCode => (code.startsWith('FP3') ? Exit.cannotRun : Exit.badInput);

/** Why the fabric of a plan cannot be built, with its place in the spec. */
export function refusalOf({ limit, message, help }: FabricRefusal, { plan, locate }: LoadedPlan): Diagnostic {
  if (limit === 'background_load') return locate(backgroundLoadTooLong({ path: '' }, message, help), limit);
  const found = fabricImpossible({ path: '' }, message, help);
  return countsAreToBlame(plan)
    ? locate({ ...found, code: 'FP304' }, 'topology.counts')
    : locate(found, 'topology.kind', 'gpus.count');
}

/** Without the switch counts of the spec the same fabric could be built. */
const countsAreToBlame = ({ cluster, topology, constants }: Plan): boolean =>
  Object.keys(topology.counts).length > 0 && buildFabric(cluster, { ...topology, counts: {} }, constants).ok;
