import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { type StepEstimate, timeStep } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';

function step(workload: Record<string, unknown>, rest: Parameters<typeof planWith>[0] = {}): StepEstimate {
  const { plan, layout } = planWith({ ...rest, workload });
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return timeStep(trainingOn(built.machine), layout);
}

const rising = (values: readonly number[]): void => {
  values.slice(1).forEach((value, i) => {
    expect(value).toBeGreaterThanOrEqual((values[i] ?? 0) * (1 - 1e-12));
  });
};

describe('sharded gradients', () => {
  const sharded = (sharding: string, parallelism: Record<string, number>, batches: number): StepEstimate =>
    step({ sharding, parallelism: { tensor: 8, ...parallelism }, global_batch: batches * 16, recompute: 'full' });
  const reductions = ({ transfers }: StepEstimate): number =>
    transfers.find(({ transfer }) => transfer.name === 'gradients reduce-scatter')?.transfer.count ?? 0;

  it('are reduced after every micro-batch without a pipeline', () => {
    expect(reductions(sharded('gradients', { data: 16 }, 8))).toBe(8);
    expect(reductions(sharded('optimizer', { data: 16 }, 8))).toBe(1);
  });

  it('are reduced when a rank of an interleaved pipeline leaves a chunk, which lies whole until then', () => {
    const of = (virtual: number) => sharded('gradients', { pipeline: 4, virtual_pipeline: virtual }, 16);
    expect(reductions(of(4))).toBe(16);
    expect(reductions(of(1))).toBe(1);
    const whole = sharded('optimizer', { pipeline: 4, virtual_pipeline: 4 }, 16);
    expect(of(1).memory.gradientsBytes / whole.memory.gradientsBytes).toBeCloseTo(1, 4);
    expect(of(4).memory.gradientsBytes).toBeGreaterThan(whole.memory.gradientsBytes / 4);
    expect(of(4).memory.gradientsBytes).toBeLessThan(whole.memory.gradientsBytes / 2);
    expect(of(4).stepTimeS).toBeGreaterThan(whole.stepTimeS);
  });
});

describe('activations on the host', () => {
  const DENSE = { parallelism: { tensor: 4, pipeline: 4 }, global_batch: 256 };
  const offload = (layers: number, rest: Record<string, unknown> = {}): StepEstimate =>
    step({ ...DENSE, activation_offload: { layers }, ...rest });

  it('take less memory and never less time the more of them there are', () => {
    const steps = [0, 1, 2, 5, 10, 20].map((layers) => offload(layers));
    rising(steps.map(({ stepTimeS }) => stepTimeS));
    rising(steps.map(({ memory }) => -memory.totalBytes));
    expect(steps[5]?.memory.activationsBytes).toBeLessThan(0.2 * (steps[0]?.memory.activationsBytes ?? 0));
  });

  it('cost time where the link to the host is slower than the passes', () => {
    const slow = planWith({ workload: { ...DENSE, activation_offload: true }, gpus: { count: 128 } });
    const built = buildMachine({
      ...slow.plan,
      cluster: { ...slow.plan.cluster, gpu: { ...slow.plan.cluster.gpu, hostLinkBytesPerS: 1e9 } },
    });
    if (!built.ok) throw new Error(built.refusal.message);
    const crawling = timeStep(trainingOn(built.machine), slow.layout);
    expect(crawling.stepTimeS).toBeGreaterThan(2 * offload(20).stepTimeS);
    expect(Object.values(crawling.breakdown).reduce((a, b) => a + b, 0)).toBeCloseTo(crawling.stepTimeS, 9);
  });

  it('keep two layers on the way', () => {
    expect(offload(20).memory.activationsBytes).toBeGreaterThan(0);
  });
});

describe('context ranks', () => {
  const LONG = { sequence_length: 32768, global_batch: 32, parallelism: { tensor: 4, pipeline: 1, context: 4 } };

  it('that exchange tokens for heads wait for what a ring hides', () => {
    const ring = step(LONG);
    const heads = step({ ...LONG, context_exchange: 'all-to-all' });
    const names = heads.transfers.map(({ transfer }) => transfer.name).filter((name) => name.startsWith('context'));
    expect(names).toHaveLength(4);
    const exposed = heads.transfers.filter(({ transfer }) => transfer.dimension === 'context');
    expect(exposed.every(({ transfer }) => transfer.op === 'all-to-all' && transfer.hiddenS === 0)).toBe(true);
    expect(heads.breakdown.context_exposed_s).toBeGreaterThan(ring.breakdown.context_exposed_s);
    expect(heads.breakdown.compute_s).toBeCloseTo(ring.breakdown.compute_s, 9);
  });

  it('send less of a sequence the more of them there are, where a ring sends it whole', () => {
    const bytes = (exchange: string, context: number): number =>
      step({ ...LONG, parallelism: { ...LONG.parallelism, context }, context_exchange: exchange })
        .transfers.filter(({ transfer }) => transfer.name.startsWith('context') && transfer.name.endsWith('forward'))
        .reduce((sum, { transfer }) => sum + transfer.bytes, 0);
    expect(bytes('all-to-all', 4)).toBeLessThan(bytes('all-to-all', 2));
    expect(bytes('ring', 4)).toBe(bytes('ring', 2));
  });
});

describe('sequence parallelism', () => {
  it('is worth its second gather: Korthikanti et al. 2022, Table 4, 3 % of a layer', () => {
    const of = (sequence_parallel: boolean): number =>
      step(
        {
          model: 'gpt-3-175b',
          sequence_length: 2048,
          global_batch: 64,
          parallelism: { tensor: 8, pipeline: 8 },
          sequence_parallel,
          recompute: 'selective',
          attention: 'unfused',
          software: { framework: 'megatron', year: 2022 },
        },
        { gpus: { type: 'a100-80-sxm', count: 64 }, nics: { type: 'cx6-200' } },
      ).stepTimeS;
    expect(of(true) / of(false)).toBeLessThan(0.98);
    expect(of(true) / of(false)).toBeGreaterThan(0.94);
  });

  it('hides the gather for weight gradients', () => {
    const gather = step({}).transfers.find(({ transfer }) => transfer.name.endsWith('for weight gradients'))?.transfer;
    expect(gather?.hiddenS).toBeCloseTo((gather?.cost.timeS ?? 0) * (gather?.count ?? 0), 12);
  });
});

describe('experts', () => {
  const MOE = {
    layers: 32,
    hidden: 4096,
    heads: 32,
    kv_heads: 8,
    head_dim: 128,
    ffn: 14336,
    vocab: 32000,
    gated: true,
  };
  const moe = (change: Record<string, unknown>, rest: Record<string, unknown> = {}): StepEstimate =>
    step({
      model: { ...MOE, moe: { experts: 16, top_k: 2, ffn: 4096, ...change } },
      parallelism: { tensor: 1, pipeline: 1, expert: 8 },
      ...rest,
    });

  it('never get faster or smaller with imbalance', () => {
    const steps = [1, 1.1, 1.5, 2, 4].map((imbalance) => moe({ imbalance }));
    rising(steps.map(({ stepTimeS }) => stepTimeS));
    rising(steps.map(({ memory }) => memory.totalBytes));
    expect(steps[4]?.stepTimeS).toBeGreaterThan(1.2 * (steps[0]?.stepTimeS ?? 0));
  });

  it('never get faster with more capacity for each', () => {
    rising([1, 1.25, 2].map((capacity) => moe({ capacity_factor: capacity }).stepTimeS));
  });

  it('hide an exchange under compute that exists, and no more', () => {
    const hidden = moe({}, { overlap: { expert: true } });
    const exposed = moe({}, { overlap: { expert: false } });
    expect(hidden.breakdown.expert_exposed_s).toBeLessThan(exposed.breakdown.expert_exposed_s);
    const tiny = { ...MOE, hidden: 4096, moe: { experts: 16, top_k: 8, ffn: 64 } };
    const starved = step({
      model: tiny,
      parallelism: { tensor: 1, pipeline: 1, expert: 16 },
      overlap: { expert: true },
    });
    const waits = starved.breakdown.expert_exposed_s;
    const computes = starved.breakdown.compute_s;
    const whole = step({ model: tiny, parallelism: { tensor: 1, pipeline: 1, expert: 16 } }).breakdown.expert_exposed_s;
    expect(waits).toBeGreaterThanOrEqual(whole - computes);
  });

  it.each([2, 4, 16])('are no faster one by one than in one kernel: %i on a GPU', (local) => {
    const of = (grouped_gemm: boolean, ffn: number): number =>
      moe({ ffn }, { grouped_gemm, parallelism: { tensor: 1, pipeline: 1, expert: 16 / local } }).stepTimeS;
    for (const ffn of [256, 4096, 16384]) expect(of(true, ffn)).toBeLessThanOrEqual(of(false, ffn));
  });

  it('with biases add them to each routed row', () => {
    const plain = moe({}).breakdown.compute_s;
    const biased = step({
      model: { ...MOE, linear_bias: true, moe: { experts: 16, top_k: 2, ffn: 4096 } },
      parallelism: { tensor: 1, pipeline: 1, expert: 8 },
    }).breakdown.compute_s;
    expect(biased).toBeGreaterThan(1.01 * plain);
  });

  it('split by tensor ranks hold a share of each expert', () => {
    const one = moe({}, { parallelism: { tensor: 2, pipeline: 1, expert: 4 } });
    const two = moe({}, { parallelism: { tensor: 2, pipeline: 1, expert: 4, expert_tensor: 2 } });
    expect(two.memory.weightsBytes).toBeLessThan(one.memory.weightsBytes);
    expect(two.breakdown.expert_exposed_s).toBeGreaterThan(0);
  });
});

describe('a layer', () => {
  const ONE = { model: 'llama-3-8b', parallelism: { tensor: 1 }, sequence_length: 8192 };

  it('is no slower with a narrower window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 8192 }), fc.integer({ min: 64, max: 8192 }), (a, b) => {
        const [narrow, wide] = [Math.min(a, b), Math.max(a, b)];
        expect(step({ ...ONE, attention_window: narrow }).stepTimeS).toBeLessThanOrEqual(
          step({ ...ONE, attention_window: wide }).stepTimeS * (1 + 1e-12),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('issues its kernels no later from a recorded graph', () => {
    const small = { ...ONE, parallelism: { tensor: 8 }, sequence_length: 512, global_batch: 128 };
    expect(step({ ...small, cuda_graphs: true }).stepTimeS).toBeLessThan(
      step({ ...small, cuda_graphs: false }).stepTimeS,
    );
  });

  it('shares one pair of tensor exchanges in a parallel block', () => {
    const split = { ...ONE, parallelism: { tensor: 8 }, overlap: { tensor: false } };
    const parallel = step({ ...split, parallel_block: true }).breakdown.tensor_exposed_s;
    const half = step({ ...split, parallel_block: false }).breakdown.tensor_exposed_s / 2;
    // Half the gathers have the whole window of the others to hide in.
    expect(parallel).toBeLessThanOrEqual(half * (1 + 1e-12));
    expect(parallel).toBeGreaterThan(0.9 * half);
  });

  it('recomputes no more modules in less time or more memory', () => {
    const of = (modules: readonly string[]): StepEstimate =>
      step({ ...ONE, recompute: 'selective', recompute_modules: modules });
    const steps = [['layernorm'], ['layernorm', 'act'], ['layernorm', 'act', 'mlp']].map(of);
    rising(steps.map(({ stepTimeS }) => stepTimeS));
    rising(steps.map(({ memory }) => -memory.activationsBytes));
  });

  it('counts layers to recompute one by one', () => {
    const steps = [0, 4, 16, 32].map((layers) => step({ ...ONE, recompute: 'full', recompute_layers: layers }));
    rising(steps.map(({ stepTimeS }) => stepTimeS));
    expect((steps[2]?.breakdown.recompute_s ?? 0) / (steps[3]?.breakdown.recompute_s ?? 1)).toBeCloseTo(0.5, 9);
  });

  it('scales its 8-bit tensors the faster the more a recipe knows beforehand', () => {
    const of = (recipe: string): number => step({ ...ONE, precision: 'fp8', fp8_recipe: recipe }).breakdown.compute_s;
    rising([of('delayed'), of('blockwise'), of('current')]);
    expect(of('current')).toBeGreaterThan(of('delayed'));
    expect(of('current') / of('delayed')).toBeLessThan(1.1);
  });

  it.each([
    ['fp8-blockwise', 'blockwise'],
    ['mxfp8', 'mx'],
  ])('is the same in %s as in fp8 with its recipe', (precision, fp8_recipe) => {
    const b200 = { gpus: { type: 'b200-sxm', count: 128 } };
    const named = step({ ...ONE, precision }, b200);
    expect(step({ ...ONE, precision: 'fp8', fp8_recipe }, b200)).toEqual(named);
    expect(step({ ...ONE, precision, fp8_recipe }, b200)).toEqual(named);
  });

  it('sends gradients of half the size in half the bytes', () => {
    const gradients = (precision: string): number =>
      step({ ...ONE, gradient_precision: precision }).transfers.find(({ transfer }) =>
        transfer.name.startsWith('gradients reduce-scatter'),
      )?.transfer.bytes ?? Number.NaN;
    expect(gradients('fp32') / gradients('bf16')).toBeCloseTo(2, 12);
  });
});

describe('a pipeline', () => {
  it.each(['1f1b', 'zb-1p', 'zb-2p', 'zb-v'])('does not make one micro-batch faster than one stage: %s', (schedule) => {
    const alone = step({ global_batch: 1, parallelism: { tensor: 8 } }, { gpus: { count: 8 } });
    const piped = step({ global_batch: 1, schedule, parallelism: { tensor: 8, pipeline: 8 } }, { gpus: { count: 64 } });
    const weights = 1 / 3;
    expect(piped.stepTimeS).toBeGreaterThan(alone.stepTimeS * (1 - weights - 0.05));
  });
});
