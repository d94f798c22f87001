import { Chalk, type ChalkInstance } from 'chalk';
import type { Env } from './io.ts';

export const colorFlags = ['auto', 'always', 'never'] as const;
export type ColorFlag = (typeof colorFlags)[number];

/** Whether one stream gets colour. Order: flag, NO_COLOR (no-color.org), FORCE_COLOR, terminal, TERM=dumb. */
export function wantsColor(flag: ColorFlag, env: Env, isTTY: boolean): boolean {
  if (flag !== 'auto') return flag === 'always';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}

/** A painter of one stream's own: 16 colours respect the user's theme. */
export const painter = (flag: ColorFlag, env: Env, isTTY: boolean): ChalkInstance =>
  new Chalk({ level: wantsColor(flag, env, isTTY) ? 1 : 0 });
