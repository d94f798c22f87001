import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../src/diagnostics/suggest.ts';

const KEYS = ['type', 'count', 'per_node', 'per_domain', 'server', 'reserve'];
const GPUS = ['a100-40-sxm', 'a100-80-sxm', 'h100-sxm', 'h200-sxm', 'b200-sxm', 'mi300x'];

describe('suggest', () => {
  it.each([
    ['tpye', KEYS, 'type'],
    ['cuont', KEYS, 'count'],
    ['perNode', KEYS, 'per_node'],
    ['per-node', KEYS, 'per_node'],
    ['COUNT', KEYS, 'count'],
    ['wacc', ['rent_usd_per_gpu_hour', 'wacc_fraction'], 'wacc_fraction'],
    ['h1OO-sxm', GPUS, 'h100-sxm'],
    ['H100_SXM', GPUS, 'h100-sxm'],
    ['MI300-X', GPUS, 'mi300x'],
  ])('%s', (typed, known, expected) => {
    expect(suggest(typed, known)[0]).toBe(expected);
  });

  it('stays silent when nothing is near', () => {
    expect(suggest('bandwidth', KEYS)).toEqual([]);
    expect(didYouMean('zzz', GPUS)).toBeUndefined();
    expect(suggest('', KEYS)).toEqual([]);
  });

  it('offers several when asked, nearest first, equal ones by name', () => {
    expect(suggest('h00-sxm', ['h200-sxm', 'h100-sxm', 'b200-sxm'], 2)).toEqual(['h100-sxm', 'h200-sxm']);
    expect(didYouMean('h00-sxm', ['h200-sxm', 'h100-sxm'], 2)).toBe('did you mean "h100-sxm" or "h200-sxm"?');
  });

  it('finds a known word from any one edit of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEYS), fc.nat(), fc.constantFrom('delete', 'insert', 'swap'), (word, n, edit) => {
        const i = n % (word.length - 1);
        const [head, tail] = [word.slice(0, i), word.slice(i)];
        const typed = {
          delete: head + tail.slice(1),
          insert: `${head}x${tail}`,
          swap: `${head}${tail[1]}${tail[0]}${tail.slice(2)}`,
        };
        expect(suggest(typed[edit as keyof typeof typed], KEYS, 3)).toContain(word);
      }),
    );
  });

  it('compares no endless words', () => {
    expect(suggest('x'.repeat(1e6), [...KEYS, 'y'.repeat(1e6)])).toEqual([]);
  });
});
