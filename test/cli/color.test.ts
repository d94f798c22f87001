import { describe, expect, it } from 'vitest';
import { type ColorFlag, painter, wantsColor } from '../../src/cli/color.ts';

type Env = Record<string, string>;

describe('colour of one stream', () => {
  it.each<[ColorFlag, Env, boolean, boolean]>([
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { NO_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: 'false' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { TERM: 'dumb' }, true, false],
    ['auto', { TERM: 'xterm' }, true, true],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '' }, false, true],
    ['auto', { FORCE_COLOR: '0' }, true, false],
    ['auto', { FORCE_COLOR: 'false' }, true, false],
    ['auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    ['auto', { FORCE_COLOR: '1', NO_COLOR: '' }, false, true],
    ['never', { FORCE_COLOR: '1' }, true, false],
    ['never', {}, true, false],
    ['always', { NO_COLOR: '1' }, false, true],
    ['always', { TERM: 'dumb' }, false, true],
  ])('%s %j terminal %s: %s', (flag, env, isTTY, colour) => {
    expect(wantsColor(flag, env, isTTY)).toBe(colour);
    expect(painter(flag, env, isTTY).red('x')).toBe(colour ? '\u001b[31mx\u001b[39m' : 'x');
  });
});
