import { describe, expect, it } from 'vitest';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { type StepEstimate, timeStep } from '../../src/training/step.ts';
import { planWith } from '../evaluation/fixture.ts';

function stepOf(workload: Record<string, unknown>, gpus: Record<string, unknown> = {}): StepEstimate {
  const { plan, layout } = planWith({ gpus, workload });
  const built = buildMachine(plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return timeStep(trainingOn(built.machine), layout);
}

/** DeepSeek-V3 spread as its authors did, on fewer pipelines. */
const deepseek = (schedule: string, rest: Record<string, unknown> = {}): StepEstimate =>
  stepOf(
    {
      model: 'deepseek-v3',
      sequence_length: 4096,
      global_batch: 512,
      precision: 'fp8',
      parallelism: { tensor: 1, pipeline: 8, expert: 32 },
      recompute: 'full',
      schedule,
      ...rest,
    },
    { count: 256 },
  );

describe('DualPipe', () => {
  it('hides the exchange of experts under paired passes', () => {
    const plain = deepseek('1f1b');
    const dual = deepseek('dual-pipe');
    expect(dual.breakdown.expert_exposed_s).toBeLessThan(0.9 * plain.breakdown.expert_exposed_s);
    expect(dual.stepTimeS).toBeLessThan(plain.stepTimeS);
  });

  it('hides more of it the longer passes run in pairs', () => {
    const share = (batch: number): number => {
      const { breakdown, microBatches } = deepseek('dual-pipe', { global_batch: batch });
      return breakdown.expert_exposed_s / microBatches;
    };
    expect(share(2048)).toBeLessThan(share(512));
  });

  it('leaves the exchange exposed where told so', () => {
    const told = deepseek('dual-pipe', { overlap: { expert: false } });
    expect(told.breakdown.expert_exposed_s).toBeGreaterThan(deepseek('dual-pipe').breakdown.expert_exposed_s);
  });

  // DeepSeek-AI 2024 (arXiv 2412.19437), Table 2: parameters twice, p + 1 activations.
  it('holds every weight twice', () => {
    const dense = { parallelism: { tensor: 4, pipeline: 4 }, global_batch: 256, sharding: 'none' };
    const plain = stepOf({ ...dense, schedule: '1f1b' }).memory;
    const dual = stepOf({ ...dense, schedule: 'dual-pipe' }).memory;
    expect(dual.weightsBytes / plain.weightsBytes).toBeGreaterThan(1.9);
    expect(dual.weightsBytes / plain.weightsBytes).toBeLessThan(2.1);
    expect(dual.optimizerBytes / dual.weightsBytes).toBeCloseTo(6, 9);
  });

  it('reduces gradients over both ranks that hold a stage', () => {
    const layout = { parallelism: { tensor: 8, pipeline: 16, data: 1 }, global_batch: 64 };
    expect(stepOf({ ...layout, schedule: '1f1b' }).breakdown.data_exposed_s).toBe(0);
    expect(stepOf({ ...layout, schedule: 'dual-pipe' }).breakdown.data_exposed_s).toBeGreaterThan(0);
  });
});

describe('ZB-V', () => {
  const dense = { parallelism: { tensor: 4, pipeline: 4 }, global_batch: 256 };

  it('idles less than 1F1B and ZB-1p, at the memory of 1F1B on the first rank', () => {
    const [plain, one, v] = ['1f1b', 'zb-1p', 'zb-v'].map((schedule) => stepOf({ ...dense, schedule }));
    expect(v?.breakdown.pipeline_bubble_s).toBeLessThan(one?.breakdown.pipeline_bubble_s ?? 0);
    expect(v?.breakdown.pipeline_bubble_s).toBeLessThan(plain?.breakdown.pipeline_bubble_s ?? 0);
    expect((v?.memory.activationsBytes ?? 0) / (plain?.memory.activationsBytes ?? 1)).toBeCloseTo(1, 1);
  });

  it('holds a tied table once: both ends of the model lie on the first rank', () => {
    const tied = { ...dense, model: 'gpt-3-175b', sequence_length: 2048 };
    const names = (schedule: string): string[] =>
      stepOf({ ...tied, schedule }).transfers.map(({ transfer }) => transfer.name);
    expect(names('1f1b')).toContain('tied embedding gradients');
    expect(names('zb-v')).not.toContain('tied embedding gradients');
  });
});
