import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lastThatHolds } from '../../../src/planning/inverse/bisect.ts';

it('finds the largest value that holds, and asks few times', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { maxLength: 200 }), fc.integer(), (values, limit) => {
      const rising = [...values].sort((a, b) => a - b);
      let asked = 0;
      const found = lastThatHolds(rising, (value) => {
        asked++;
        return value <= limit;
      });
      expect(found).toBe(rising.filter((value) => value <= limit).at(-1) ?? null);
      expect(asked).toBeLessThanOrEqual(Math.ceil(Math.log2(rising.length + 1)));
    }),
  );
});
