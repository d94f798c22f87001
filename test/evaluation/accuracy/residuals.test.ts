import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { residualTable } from '../../../src/evaluation/accuracy/residuals.ts';
import { logError, observations } from '../../validation/fit/observations.ts';
import type { Residual } from '../../validation/fit/residual.ts';
import { residualTableOf } from '../../validation/fit/residual-table.ts';

const heldOut = JSON.parse(
  readFileSync(new URL('../../validation/data/held-out.json', import.meta.url), 'utf8'),
) as Residual[];

describe('the bundled residuals (npm run fit -- --leave-out --write)', () => {
  it('follow from the held-out errors and belong to the constants of this commit', () => {
    const table = residualTableOf(heldOut.filter((r) => !r.lora));
    expect(residualTable).toEqual(table);
  });

  it('say what the model of this commit says about the same runs', () => {
    const now = new Map(observations().map((o) => [o.row.id, logError(o, o.plan.constants)]));
    expect(now.size).toBe(heldOut.length);
    const drift = heldOut
      .map((r) => Math.abs((now.get(r.id) ?? Number.POSITIVE_INFINITY) - r.now))
      .sort((a, b) => a - b);
    // Changes outside the fitted constants may move single runs a little before the residuals are renewed.
    expect(drift[Math.floor(0.9 * drift.length)]).toBeLessThan(0.01);
  });

  it('cover four in five runs of families they did not see', () => {
    const scored = heldOut.filter((r) => r.complete && !r.lora);
    const inside = scored.filter((r) => {
      const alike = scored
        .filter((o) => o.family !== r.family && o.model === r.model && o.precision === r.precision)
        .map((o) => Math.abs(o.leftOut))
        .sort((a, b) => a - b);
      return Math.abs(r.leftOut) <= (alike[Math.floor(0.8 * (alike.length - 1))] ?? 0);
    });
    expect(inside.length / scored.length).toBeGreaterThan(0.7);
    expect(inside.length / scored.length).toBeLessThan(0.9);
  });
});
