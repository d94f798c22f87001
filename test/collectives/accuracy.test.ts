import { describe, expect, it } from 'vitest';
import { collectives } from '../validation/collectives.ts';

interface Report {
  readonly summary: readonly { readonly name: string; readonly error_fraction: number | null }[];
  readonly experts: readonly { readonly set: string; readonly error_fraction: number }[];
}

describe('the uncalibrated model against every published curve', () => {
  const report = collectives.run({ sets: [], families: [], everyRow: false }).json as Report;

  it.each([
    ['several domains, every log, from 1 KiB', 0.12],
    ['several domains, healthy fabrics, from 64 MiB', 0.07],
    ['one domain, from 16 MiB', 0.08],
    ['one domain, from 1 KiB', 0.08],
  ])('%s: median error at most %d', (name, target) => {
    const found = report.summary.find((line) => line.name.startsWith(name));
    expect(found?.error_fraction).toBeLessThan(target);
  });

  it('expert dispatch and combine: mean error of each set at most 15 %', () => {
    const sets = new Set(report.experts.map(({ set }) => set));
    expect(sets.size).toBe(3);
    for (const set of sets) {
      const errors = report.experts.filter((o) => o.set === set).map(({ error_fraction: e }) => Math.abs(e));
      expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.15);
    }
  });
});
