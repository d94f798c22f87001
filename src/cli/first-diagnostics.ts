import type { Resolved } from '../spec/resolve.ts';
import type { Context } from './command.ts';
import { say } from './say.ts';

/** Says what is wrong with the text of a spec; false when there is something. Contradictions are left to each variant. */
export function textIsSound({ diagnostics }: Resolved, { io, paint }: Context): boolean {
  const wrong = diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('FP1'));
  say(wrong, io, paint.stderr);
  return wrong.length === 0;
}

/** Says that a variant lies outside the range of published measurements, where it does. The variant is nobody's text. */
export function sayExtrapolation({ diagnostics }: Resolved, { io, paint }: Context): void {
  const found = diagnostics.filter(({ code }) => code === 'FP903').map(({ at: _, ...finding }) => finding);
  say(found, io, paint.stderr);
}
