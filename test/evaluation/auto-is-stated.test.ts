import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { chooseLayout } from '../../src/planning/choose-layout.ts';
import { planned } from '../../src/planning/search/planned.ts';
import type { Layout } from '../../src/spec/plan.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';
import { specWith } from './fixture.ts';

/** A layout as a spec states it. */
const stated = (layout: Layout): Record<string, unknown> => ({
  parallelism: {
    tensor: layout.tensor,
    pipeline: layout.pipeline,
    virtual_pipeline: layout.virtualPipeline,
    context: layout.context,
    expert: layout.expert,
    expert_tensor: layout.expertTensor,
    data: layout.data,
  },
  micro_batch: layout.microBatch,
  sharding: layout.sharding,
  recompute: layout.recompute,
  ...(layout.recomputeModules.length === 0 ? {} : { recompute_modules: layout.recomputeModules }),
  ...(layout.recomputeLayers === null ? {} : { recompute_layers: layout.recomputeLayers }),
  sequence_parallel: layout.sequenceParallel,
  schedule: layout.schedule,
});

const FREE = { parallelism: 'auto', micro_batch: undefined, sharding: undefined, recompute: undefined };

function resolved(changes: Parameters<typeof specWith>[0]) {
  const outcome = planOfSpec(JSON.parse(JSON.stringify(specWith(changes))) as Record<string, unknown>);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.plan;
}

describe('a plan that the search chose', () => {
  it.each([
    ['of an ordinary job', {}, {}],
    ['on an oversubscribed network', { kind: 'fat-tree', oversubscription: 8 }, {}],
    ['of software that hides no sends', {}, { software: { year: 2022 } }],
    ['of 1F1B', {}, { schedule: '1f1b' }],
    ['of GPipe', {}, { schedule: 'gpipe' }],
    ['of ZB-2p', {}, { schedule: 'zb-2p' }],
    ['of ZB-V', {}, { schedule: 'zb-v' }],
    ['of DualPipe', {}, { schedule: 'dual-pipe' }],
    ['of experts', {}, { model: 'mixtral-8x7b' }],
    ['with overlap told', {}, { overlap: { pipeline: false, tensor: 0.5 } }],
  ])('%s, stated, gives the same step, memory and assumptions', (_, topology, workload) => {
    const free = resolved({ topology, workload: { ...FREE, ...workload } });
    const choice = chooseLayout(free);
    if (!choice.ok || choice.candidate === null) throw new Error('no plan');
    const told = resolved({ topology, workload: { ...FREE, ...workload, ...stated(choice.candidate.layout) } });
    expect(told.layout).toEqual(choice.candidate.layout);
    const [a, b] = [
      evaluate(planned(free, choice.candidate), choice.candidate.layout, 'search'),
      evaluate(told, choice.candidate.layout),
    ];
    if (!a.ok || !b.ok) throw new Error('refused');
    expect(b.result.training).toEqual(a.result.training);
    const assumed = new Map(a.result.assumptions.map(({ path, value }) => [path, value]));
    for (const { path, value } of b.result.assumptions) {
      if (assumed.has(path)) expect([path, assumed.get(path)]).toEqual([path, value]);
    }
  });
});
