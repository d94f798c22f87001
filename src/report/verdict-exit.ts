import type { Result } from '../result/schema.ts';
import { Exit, type ExitCode } from './exit.ts';

/** A plan that does not fit in memory, or that the evaluation refused with an error, cannot run. */
export function exitOf(result: Result): ExitCode {
  const refused = result.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return result.training.memory.fits && !refused ? Exit.ok : Exit.cannotRun;
}
