import { describe, expect, it } from 'vitest';
import { resultFields } from '../../src/result/fields.ts';
import { fieldUnit } from '../../src/result/units.ts';

const numeric = resultFields().filter((field) => field.kind === 'number');

describe('names of numeric fields', () => {
  it('finds the fields of every section', () => {
    const sections = new Set(numeric.map(({ path }) => path.split(/[.[]/)[0]));
    expect([...sections].sort()).toEqual(
      ['collectives', 'cost', 'fabric', 'plan', 'power', 'range', 'traffic', 'training', 'verdict'].sort(),
    );
  });

  it.each(numeric.map(({ path }) => path))('%s says its unit', (path) => {
    expect(fieldUnit(path)).not.toBeNull();
  });

  it.each([
    ['training.step_time_s', 's'],
    ['fabric.latency_s.max', 's'],
    ['training.memory.total_bytes', 'B'],
    ['fabric.bisection_bytes_per_s', 'B/s'],
    ['traffic.tiers[0].bytes_per_step', 'B/step'],
    ['cost.capex_usd.switches', 'USD'],
    ['fabric.switches', 'count'],
    ['cost.opex_usd_per_year.rent', 'USD/year'],
    ['cost.tco_usd_per_gpu_hour', 'USD/GPU-hour'],
    ['power.facility_w', 'W'],
    ['power.energy_per_token_j', 'J/token'],
    ['training.mfu', 'ratio'],
    ['training.ceiling.infinite_network_mfu', 'ratio'],
    ['verdict.headline', null],
  ])('%s is in %s', (path, unit) => expect(fieldUnit(path)).toBe(unit));
});
