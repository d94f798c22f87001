import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { layerKinds } from '../../src/model/layers.ts';
import { parameterCount } from '../../src/model/parameters.ts';
import { endsShard, layerShard } from '../../src/model/shard.ts';
import { planWith } from '../evaluation/fixture.ts';

describe('parameters held by the GPUs of a job', () => {
  it.each(['llama-3-70b', 'gpt-3-175b', 'qwen3-32b'])('add up to the model: %s at tensor 1', (id) => {
    const model = builtinCatalog.models.find((each) => each.id === id);
    if (model === undefined) throw new Error(id);
    const { architecture } = model;
    const { layout } = planWith({ workload: { parallelism: { tensor: 1 }, recompute: 'full' } });
    const { kinds, ofLayer } = layerKinds(architecture);
    const shards = kinds.map((kind) => layerShard(architecture, kind, layout));
    const ends = endsShard(architecture, layout, true);
    const layers = ofLayer.reduce((sum, kind) => sum + (shards[kind]?.dense ?? 0), 0);
    expect(ends.first + ends.last + layers).toBeCloseTo(parameterCount(architecture).total, -1);
  });

  it('splits experts over expert ranks and copies the rest', () => {
    const model = builtinCatalog.models.find((each) => each.id === 'mixtral-8x7b');
    if (model === undefined) throw new Error('mixtral-8x7b');
    const { layout } = planWith({ workload: { parallelism: { tensor: 1 }, recompute: 'full' } });
    const kind = { moe: true, window: null };
    const one = layerShard(model.architecture, kind, { ...layout, expert: 1 });
    const eight = layerShard(model.architecture, kind, { ...layout, expert: 8 });
    expect(one.expert / eight.expert).toBeCloseTo(8, 12);
    expect(one.dense).toBe(eight.dense);
  });
});
