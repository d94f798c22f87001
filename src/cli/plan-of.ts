import type { Context } from './command.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';
import { say } from './say.ts';

/** The plan of a spec; null after errors. Findings are said on stderr. */
export async function planOf(path: string, overrides: readonly string[], context: Context): Promise<LoadedPlan | null> {
  const { loaded, diagnostics } = await loadPlan(path, overrides, context.io);
  say(diagnostics, context.io, context.paint.stderr);
  return loaded;
}
