import { fabricImpossible } from '../diagnostics/messages/feasibility.ts';
import type { FabricRefusal } from '../fabric/types.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Context } from './command.ts';
import type { LoadedPlan } from './plan-of.ts';
import { say } from './say.ts';

/** A fabric that cannot be built: the limit it breaks on stderr, nothing on stdout. */
export function refuse({ limit, message, help }: FabricRefusal, { locate }: LoadedPlan, context: Context): ExitCode {
  const found = fabricImpossible({ path: 'topology' }, message, help);
  const given = limit.startsWith('counts');
  const finding = locate({ ...found, code: given ? 'FP304' : 'FP302' }, given ? 'topology.counts' : 'topology.kind');
  say([finding], context.io, context.paint.stderr);
  return Exit.cannotRun;
}
