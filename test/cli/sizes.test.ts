import { describe, expect, it } from 'vitest';
import { parseSizes } from '../../src/cli/sizes.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

describe('--sizes', () => {
  it.each([
    ['8..64', [8, 16, 32, 64]],
    ['1K..4K', [1024, 2048, 4096]],
    ['1M,64MiB,1MB', [1048576, 67108864, 1000000]],
    ['0.5K', [512]],
    ['100..300', [100, 200]],
  ])('%s', (text, sizes) => expect(parseSizes(text)).toEqual(sizes));

  it('reaches the last size of the default', () => expect(parseSizes('8..16G').at(-1)).toBe(16 * 1024 ** 3));

  it.each([
    '',
    '8..',
    '..8',
    '16..8',
    '0',
    '-1',
    '1.5',
    '1Q',
    '1e3',
    'constructor',
    '1,,2',
    Array(2000).fill(1).join(),
  ])('refuses %j', (text) => expect(() => parseSizes(text)).toThrow(UsageError));
});
