import { fabricImpossible } from '../diagnostics/messages/feasibility.ts';
import type { FabricRefusal } from '../fabric/types.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { Context } from './command.ts';
import { say } from './say.ts';

/** A fabric that cannot be built: the limit it breaks on stderr, nothing on stdout. */
export function refuse({ message, help }: FabricRefusal, { io, paint }: Context): ExitCode {
  say([fabricImpossible({ path: 'topology' }, message, help)], io, paint.stderr);
  return Exit.cannotRun;
}
