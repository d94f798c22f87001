import { describe, expect, it } from 'vitest';
import { candidateGroups, candidatesOf, type Space, spaceSize } from '../../../src/planning/search/space.ts';
import type { Plan } from '../../../src/spec/plan.ts';
import { openPlan } from '../plans.ts';

const all = (plan: Plan, space: Space['name']) =>
  [...candidateGroups(plan, space)].flatMap((group) => [...candidatesOf(group)]);
const spaces = ['common', 'wide'] as const;

describe('the space of plans', () => {
  it.each(spaces)('%s: every plan uses every GPU and the whole batch', (space) => {
    const wrong = all(openPlan({ global_batch: 12 }, 24), space).filter(
      ({ layout: { tensor, pipeline, context, data, microBatch, virtualPipeline } }) =>
        tensor * pipeline * context * data !== 24 || 12 % (data * microBatch) !== 0 || pipeline * virtualPipeline > 32,
    );
    expect(wrong).toEqual([]);
  });

  it.each(spaces)('%s: no plan stands in it twice, and the numbers run through', (space) => {
    const plan = openPlan({ global_batch: 4 }, 8);
    const candidates = all(plan, space);
    expect(new Set(candidates.map((candidate) => JSON.stringify(candidate))).size).toBe(candidates.length);
    expect(spaceSize(plan, space)).toBe(candidates.length);
    let next = 0;
    for (const group of candidateGroups(plan, space)) {
      expect(group.first).toBe(next);
      next += [...candidatesOf(group)].length;
    }
  });

  it.each([{}, { model: 'mixtral-8x7b' }, { micro_batch: 2, overlap: { data: 0.5 } }])(
    'the wide space holds the common one: %j',
    (workload) => {
      const plan = openPlan({ global_batch: 4, ...workload }, 8);
      const wide = new Set(all(plan, 'wide').map((candidate) => JSON.stringify(candidate)));
      const common = all(plan, 'common').map((candidate) => JSON.stringify(candidate));
      expect(common.filter((candidate) => !wide.has(candidate))).toEqual([]);
    },
  );

  it.each(['1f1b', 'gpipe'])('keeps a stated %s without virtual stages, which it cannot have', (schedule) => {
    for (const space of spaces) {
      const candidates = all(openPlan({ schedule, global_batch: 4 }, 8), space);
      expect(candidates.length).toBeGreaterThan(0);
      expect(candidates.filter(({ layout }) => layout.virtualPipeline > 1 || layout.schedule !== schedule)).toEqual([]);
    }
  });

  it('wide: tries every schedule', () => {
    const tried = new Set(all(openPlan({ global_batch: 16 }, 8), 'wide').map(({ layout }) => layout.schedule));
    expect(tried).toEqual(new Set(['1f1b', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe', 'interleaved']));
  });

  it.each(spaces)('%s: cuts a sequence into equal parts', (space) => {
    const contexts = (sequence_length: number) =>
      new Set(all(openPlan({ sequence_length, global_batch: 4 }, 8), space).map(({ layout }) => layout.context));
    expect(contexts(8191)).toEqual(new Set([1]));
    expect(contexts(8192).size).toBeGreaterThan(1);
  });

  it('deals heads out to context ranks that exchange tokens for heads', () => {
    const plan = openPlan({ sequence_length: 65536, context_exchange: 'all-to-all', global_batch: 8 }, 128);
    const wrong = all(plan, 'common').filter(({ layout: { tensor, context } }) => 64 % (tensor * context) !== 0);
    expect(wrong.filter(({ layout }) => layout.context > 1)).toEqual([]);
  });

  it('takes only the stages that a stated split has entries for', () => {
    const plan = openPlan({ pipeline_layout: [7, 8, 8, 9] });
    const stages = all(plan, 'common').map(({ layout }) => layout.pipeline * layout.virtualPipeline);
    expect(new Set(stages)).toEqual(new Set([4]));
  });

  it('redoes the modules that the model has', () => {
    const modules = (model: string) =>
      new Set(all(openPlan({ model, global_batch: 4 }, 8), 'wide').flatMap(({ layout }) => layout.recomputeModules));
    expect(modules('llama-3-8b')).toEqual(new Set(['act', 'layernorm']));
    expect(modules('mixtral-8x7b')).toEqual(new Set(['moe_act', 'layernorm']));
    expect(modules('deepseek-v2-lite')).toEqual(new Set(['mla_up_proj', 'moe_act', 'act', 'layernorm']));
  });

  it.each(spaces)('%s: keeps what the spec states', (space) => {
    const plan = openPlan({ micro_batch: 2, recompute: 'full', sharding: 'full', sequence_parallel: false });
    const candidates = all(plan, space);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { layout } of candidates) {
      expect([layout.microBatch, layout.recompute, layout.sharding, layout.sequenceParallel]).toEqual([
        2,
        'full',
        'full',
        false,
      ]);
    }
  });
});
