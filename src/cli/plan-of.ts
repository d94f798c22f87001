import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../spec/plan.ts';
import type { Context } from './command.ts';
import { readSpec } from './read-spec.ts';
import { say } from './say.ts';

/** The plan of a spec, its remarks said on stderr; null after errors, which were said too. */
export async function planOf(path: string, overrides: readonly string[], context: Context): Promise<Plan | null> {
  const { plan, diagnostics } = await readSpec(path, overrides, context.io);
  say(diagnostics, context.io, context.paint.stderr);
  return hasErrors(diagnostics) ? null : plan;
}
