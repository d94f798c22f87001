import { expect, it } from 'vitest';
import { lessons } from './lessons.ts';

it.each(lessons().map((each) => [`${each.lesson}: ${each.figure}`, each] as const))('%s', (_, each) => {
  expect(each.found).toBeGreaterThanOrEqual(each.least - 1e-9);
  expect(each.found).toBeLessThanOrEqual(each.most + 1e-9);
});
