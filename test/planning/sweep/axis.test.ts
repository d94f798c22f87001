import { describe, expect, it } from 'vitest';
import { parseAxis, valuesAt } from '../../../src/planning/sweep/axis.ts';

const steps = (text: string) => {
  const parsed = parseAxis(text);
  return parsed.ok
    ? Array.from({ length: parsed.axis.steps }, (_, step) => valuesAt(parsed.axis, step).join(' | '))
    : parsed.problem.message;
};

describe('--vary', () => {
  it.each([
    ['a=1,2,3', ['1', '2', '3']],
    ['a=64..512:x2', ['64', '128', '256', '512']],
    ['a=1..10:3', ['1', '4', '7', '10']],
    ['a=1..4', ['1', '2', '3', '4']],
    ['a=0.1..0.4:0.1', ['0.1', '0.2', '0.3', '0.4']],
    ['a=100..400 Gbps:100', ['100 Gbps', '200 Gbps', '300 Gbps', '400 Gbps']],
    ['a=[1,7],[1,2],1', ['[1,7]', '[1,2]', '1']],
    ['a={ b: 1, c: 2 },"x,y"', ['{ b: 1, c: 2 }', '"x,y"']],
    ['a=1,2&b=x,y', ['1 | x', '2 | y']],
    ['a=256..1024:x2&b=512..2048:x2', ['256 | 512', '512 | 1024', '1024 | 2048']],
  ])('%s', (text, expected) => {
    expect(steps(text)).toEqual(expected);
  });

  it.each([
    ['a', 'no path and = sign'],
    ['a=', 'an empty value'],
    ['a=1,,2', 'an empty value'],
    ['a=5..1', 'ends before it starts'],
    ['a=0..8:x2', 'never reaches its end'],
    ['a=1..8:x1', 'never reaches its end'],
    ['a=1..8:0', 'never reaches its end'],
    ['a=0.5..1', 'needs a step'],
    ['a=1 W..2 kW:1', 'goes from W to kW'],
    ['a=1..1e12', 'more than'],
    ['a=1,2&b=x', 'joins lists of 2 and 1 values'],
    ['a=1&a=2', 'names a twice'],
  ])('refuses %s', (text, words) => {
    expect(steps(text)).toContain(words);
  });
});
