import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { predict } from './predict.ts';
import { readRows } from './rows.ts';
import { isScored, scoreRow } from './score.ts';
import { mean, median } from './statistics.ts';
import { checkTopologies } from './topologies.ts';

const scoresOf = (set: string, keep: (id: string) => boolean) =>
  readRows('training', set)
    .filter(({ id }) => keep(id))
    .map((row) => {
      const outcome = scoreRow(row);
      if (!isScored(outcome)) throw new Error(`${row.id}: ${outcome.reason}`);
      return outcome;
    });

describe('published step times', () => {
  const korthikanti = scoresOf('korthikanti2022', (id) => id !== 'korthikanti-530b-dp8');
  const megatron = scoresOf('megatron2021', (id) => id.startsWith('megatron2021-t1-'));
  const both = [...korthikanti, ...megatron];

  it('are the eight of Korthikanti et al. 2022, Table 5, and the ten of Narayanan et al. 2021, Table 1', () => {
    expect([korthikanti.length, megatron.length]).toEqual([8, 10]);
  });

  it('are met within 5 % on average, 10 % each', () => {
    const errors = both.map(({ error }) => Math.abs(error));
    expect(mean(errors)).toBeLessThanOrEqual(0.05);
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.1);
  });

  it('are of runs that fit in memory', () => expect(both.filter(({ fits }) => !fits)).toEqual([]));
});

it('golden runs of the recipes on H100 are met within 5 %, by the median', () => {
  const errors = readRows('training', 'dgxc_benchmarking')
    .filter((row) => row.golden && row.complete)
    .map(scoreRow)
    .filter(isScored)
    .filter(({ generation }) => generation === 'hopper')
    .map(({ error }) => Math.abs(error));
  expect(errors.length).toBeGreaterThan(10);
  expect(median(errors)).toBeLessThanOrEqual(0.05);
});

// DeepSeek-V3 Technical Report (arXiv 2412.19437), section 1: 14.8 T tokens in 2.664 M H800 hours.
it('DeepSeek-V3 on 2,048 H800 is met within 15 % and fits', () => {
  const spec = parse(readFileSync(new URL('../../configs/h800-2048-deepseek-v3.yaml', import.meta.url), 'utf8'));
  const prediction = predict(spec as Record<string, unknown>);
  if (!prediction.ok) throw new Error(prediction.reason);
  const { plan, step, fits } = prediction;
  const { globalBatch, sequenceLength, gpus } = plan.workload;
  const published = 14.8e12 / (2.664e6 * 3600);
  expect(Math.abs((globalBatch * sequenceLength) / step.stepTimeS / gpus / published - 1)).toBeLessThan(0.15);
  expect(fits).toBe(true);
});

describe('published fabrics', () => {
  const checked = checkTopologies();

  it.each(checked.map((c) => [c.id, c] as const))('%s is counted exactly', (_, { differences, compared }) => {
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });

  it('include the four rows of the DGX SuperPOD H100 with their management ports', () => {
    const pods = checked.filter(({ id }) => /^dgx-superpod-h100-\dsu$/.test(id));
    expect(pods.map(({ agreeing }) => agreeing)).toEqual([12, 12, 12, 12]);
  });
});
