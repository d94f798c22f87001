import { expect, it } from 'vitest';
import { Exit, type ExitCode, exitMeanings, worstExit } from '../../src/report/exit.ts';

it.each<[ExitCode[], ExitCode]>([
  [[0, 1, 2, 3, 70, 130], 130],
  [[0, 1, 2, 3, 70], 70],
  [[0, 1, 3, 2], 2],
  [[1, 3, 0], 3],
  [[0, 1], 1],
  [[], 0],
])('of %j the worst is %d', (codes, worst) => expect(worstExit(codes)).toBe(worst));

it('documents every code once', () => {
  expect(exitMeanings.map(({ code }) => code).sort((a, b) => a - b)).toEqual(Object.values(Exit).sort((a, b) => a - b));
});
