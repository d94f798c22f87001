import { describe, expect, it } from 'vitest';
import { layerActivations } from '../../src/model/activations.ts';
import type { Layout } from '../../src/spec/plan.ts';
import { planWith } from '../evaluation/fixture.ts';

const DENSE = { moe: false, window: null };

// Korthikanti et al. 2022 (arXiv 2205.05198), Table 2: bytes per layer with s tokens, micro-batch b, width h, a heads, t ranks.
describe('activations of a GPT layer with unfused attention', () => {
  const { plan, layout: base } = planWith({
    gpus: { type: 'a100-80-sxm', count: 8 },
    nics: { type: 'cx6-200' },
    workload: {
      model: 'gpt-3-175b',
      sequence_length: 2048,
      global_batch: 4,
      parallelism: { tensor: 8 },
      sharding: 'none',
      attention: 'unfused',
      precision: 'fp16',
    },
  });
  const { workload } = plan;
  const { heads: a, hidden: h } = workload.model;
  const s = workload.sequenceLength;
  const kept = (change: Partial<Layout>): number =>
    layerActivations(workload, { ...base, ...change }, DENSE, 0).keptBytes / (s * h);

  it.each<[string, Partial<Layout>, (t: number) => number]>([
    ['no parallelism', { tensor: 1, sequenceParallel: false }, () => 34 + (5 * a * s) / h],
    ['tensor parallel', { tensor: 8, sequenceParallel: false }, (t) => 10 + 24 / t + (5 * a * s) / (h * t)],
    ['tensor and sequence parallel', { tensor: 8, sequenceParallel: true }, (t) => (34 + (5 * a * s) / h) / t],
    ['tensor parallel, selective', { tensor: 8, sequenceParallel: false, recompute: 'selective' }, (t) => 10 + 24 / t],
    ['tensor, sequence, selective', { tensor: 8, sequenceParallel: true, recompute: 'selective' }, (t) => 34 / t],
    ['full recomputation', { tensor: 1, sequenceParallel: false, recompute: 'full' }, () => 2],
  ])('%s', (_name, change, expected) => {
    expect(kept(change)).toBeCloseTo(expected(change.tensor ?? 1), 6);
  });
});
