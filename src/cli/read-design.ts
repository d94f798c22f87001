import { Exit, type ExitCode } from '../report/exit.ts';
import type { Result } from '../result/schema.ts';
import type { Context } from './command.ts';
import { evaluatePlan } from './evaluate-plan.ts';
import { planOf } from './plan-of.ts';
import { inputName, readInput } from './read-input.ts';
import { maxResultBytes, parseResult } from './read-result.ts';

export type Design =
  | { readonly ok: true; readonly source: string; readonly result: Result }
  | { readonly ok: false; readonly exitCode: ExitCode };

/**
 * A design as `compare` takes it: a saved result, or a spec that is evaluated.
 *
 * @throws UsageError when it cannot be read, or is a result of another version
 */
export async function readDesign(path: string, overrides: readonly string[], context: Context): Promise<Design> {
  const bytes = await readInput(path, context.io, maxResultBytes);
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (/^\s*\{/.test(text) && text.includes('"format_version"')) {
    return { ok: true, source: path, result: parseResult(bytes, inputName(path)) };
  }
  // Standard input can be read once only.
  const io = { ...context.io, readStdin: async () => bytes };
  const loaded = await planOf(path, overrides, { ...context, io });
  if (loaded === null) return { ok: false, exitCode: Exit.badInput };
  const evaluated = evaluatePlan(loaded, context);
  return evaluated.ok ? { ok: true, source: path, result: evaluated.result } : evaluated;
}
