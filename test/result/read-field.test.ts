import { describe, expect, it } from 'vitest';
import { readField } from '../../src/result/read-field.ts';
import { fitting } from '../report/fixture.ts';

describe('readField', () => {
  it.each([
    ['training.mfu', [['training.mfu', 0.41]]],
    ['fabric.tiers[1].switches', [['fabric.tiers[1].switches', 8]]],
    [
      'fabric.tiers[].switches',
      [
        ['fabric.tiers[0].switches', 24],
        ['fabric.tiers[1].switches', 8],
      ],
    ],
    [
      'fabric.tiers.name',
      [
        ['fabric.tiers[0].name', 'leaf'],
        ['fabric.tiers[1].name', 'spine'],
      ],
    ],
    ['training.step_time_interval_s.low', []],
    ['fabric.tiers[9].switches', []],
    ['training.nothing', []],
    ['constructor', []],
    ['training.mfu.toFixed', []],
  ])('%s', (path, expected) => {
    expect(readField(fitting, path).map((found) => [found.path, found.value])).toEqual(expected);
  });
});
