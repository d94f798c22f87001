import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import type { Architecture } from '../../src/catalog/types.ts';
import { meanKeysSeen, modelFlopsPerToken, recomputedFlopsPerToken } from '../../src/model/flops.ts';
import { planWith } from '../evaluation/fixture.ts';

function architecture(id: string): Architecture {
  const found = builtinCatalog.models.find((model) => model.id === id);
  if (found === undefined) throw new Error(id);
  return found.architecture;
}

describe('model FLOPs', () => {
  // Narayanan et al. 2021 (arXiv 2104.04473), appendix: F = 72 B s L H^2 (1 + s/(6H) + V/(12 L H)).
  it('equals the closed form of GPT with the full attention square', () => {
    const gpt = architecture('gpt-3-175b');
    const s = 2048;
    const { layers: l, hidden: h, vocab: v } = gpt;
    const closed = 72 * l * h * h * (1 + s / (6 * h) + v / (12 * l * h));
    expect(modelFlopsPerToken(gpt, s, 'full') / closed).toBeCloseTo(1, 3);
  });

  // 4/3 of the model's layers under full recomputation: 96 B s L H^2 (1 + s/(6H) + V/(16 L H)).
  it('equals the closed form of hardware FLOPs under full recomputation', () => {
    const gpt = architecture('gpt-3-175b');
    const s = 2048;
    const { layers: l, hidden: h, vocab: v } = gpt;
    const { layout } = planWith({ workload: { recompute: 'full' } });
    const closed = 96 * l * h * h * (1 + s / (6 * h) + v / (16 * l * h));
    const hardware = modelFlopsPerToken(gpt, s, 'full') + recomputedFlopsPerToken(gpt, s, layout);
    expect(hardware / closed).toBeCloseTo(1, 3);
  });

  it('counts only the experts a token visits', () => {
    const deepseek = architecture('deepseek-v3');
    // 37 billion active parameters: 6 x 37e9 within the attention and prediction terms.
    expect(modelFlopsPerToken(deepseek, 4096, 'causal') / (6 * 37e9)).toBeGreaterThan(1);
    expect(modelFlopsPerToken(deepseek, 4096, 'causal') / (6 * 37e9)).toBeLessThan(1.35);
  });

  it('halves the attention square under a causal mask', () => {
    const llama = architecture('llama-3-8b');
    const full = modelFlopsPerToken(llama, 8192, 'full') - modelFlopsPerToken(llama, 1, 'full');
    const causal = modelFlopsPerToken(llama, 8192, 'causal') - modelFlopsPerToken(llama, 1, 'causal');
    expect(causal / full).toBeCloseTo(0.5, 3);
  });

  it.each([
    [4, null, 2.5],
    [4, 1, 1],
    [4, 2, 1.75],
    [4, 9, 2.5],
  ])('a query of a sequence of %s with window %s sees %s keys on average', (length, window, keys) => {
    expect(meanKeysSeen(length, window)).toBeCloseTo(keys, 12);
  });

  // Hu et al. 2021 (arXiv 2106.09685): no weight gradients of frozen matrices, 6 FLOPs a weight for adapters.
  it('counts 4 of 6 for frozen matrices, and 6 for adapters', () => {
    const llama = architecture('llama-3-8b');
    const attention = modelFlopsPerToken(llama, 8192, 'full') - modelFlopsPerToken(llama, 1, 'full');
    const every = modelFlopsPerToken(llama, 8192, 'full') - attention;
    const frozen = modelFlopsPerToken(llama, 8192, 'full', { rank: 16, targets: ['qkv'] }) - attention;
    const adapters = 6 * 16 * llama.layers * (2 * llama.hidden + 2 * llama.kvHeads * llama.headDim);
    expect(frozen / ((4 / 6) * every + adapters)).toBeCloseTo(1, 3);
  });
});
