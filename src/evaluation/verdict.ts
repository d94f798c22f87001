import type { Breakdown, TrainingResult, VerdictResult } from '../result/schema.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import type { StepEstimate } from '../training/step.ts';
import { GIB } from '../units/constants.ts';
import { formatTime } from '../units/format.ts';
import { checkpointWriteS } from './traffic.ts';

type Bound = NonNullable<TrainingResult['bound']>;

/** Which kind of cost a part of the breakdown is. */
const KIND_OF: Readonly<Record<keyof Breakdown, Bound>> = {
  compute_s: 'compute',
  recompute_s: 'compute',
  tensor_exposed_s: 'network',
  context_exposed_s: 'network',
  expert_exposed_s: 'network',
  pipeline_exposed_s: 'network',
  data_exposed_s: 'network',
  pipeline_bubble_s: 'pipeline',
  optimizer_s: 'optimizer',
  jitter_s: 'overhead',
  storage_s: 'overhead',
  other_s: 'overhead',
};

/** Parts of the breakdown in words. */
export const CAUSE: Readonly<Record<keyof Breakdown, string>> = {
  compute_s: 'compute',
  recompute_s: 'recomputation of activations',
  tensor_exposed_s: 'tensor-parallel communication, exposed',
  context_exposed_s: 'context-parallel communication, exposed',
  expert_exposed_s: 'expert-parallel communication, exposed',
  pipeline_exposed_s: 'pipeline sends, exposed',
  pipeline_bubble_s: 'pipeline bubble',
  data_exposed_s: 'data-parallel communication, exposed',
  optimizer_s: 'optimizer',
  jitter_s: 'stragglers',
  storage_s: 'storage',
  other_s: 'fixed overhead of a step',
};

/** The kind of cost that takes the largest share of a step. */
export function boundOf(breakdown: Breakdown): Bound {
  const sums = new Map<Bound, number>();
  for (const name of Object.keys(KIND_OF) as (keyof Breakdown)[]) {
    sums.set(KIND_OF[name], (sums.get(KIND_OF[name]) ?? 0) + breakdown[name]);
  }
  return [...sums].sort(([, x], [, y]) => y - x)[0]?.[0] ?? 'compute';
}

function detailOf(name: keyof Breakdown, layout: Layout, step: StepEstimate): string {
  const slowest = (dimension: string): string => {
    const found = step.transfers
      .filter(({ transfer }) => transfer.dimension === dimension)
      .sort((a, b) => b.transfer.exposedS * b.times - a.transfer.exposedS * a.times)[0];
    if (found === undefined) return '';
    const { op, group, cost } = found.transfer;
    return `${op} over ${group.ranks} ranks, ${cost.algorithm}, limited by ${cost.limitedBy}`;
  };
  switch (name) {
    case 'tensor_exposed_s':
      return slowest('tensor');
    case 'context_exposed_s':
      return slowest('context');
    case 'expert_exposed_s':
      return slowest('expert');
    case 'pipeline_exposed_s':
      return slowest('pipeline');
    case 'data_exposed_s':
      return slowest('data');
    case 'pipeline_bubble_s':
      return `${layout.pipeline} stages, ${step.microBatches} micro-batches, ${layout.virtualPipeline} virtual`;
    case 'recompute_s':
      return `recompute: ${layout.recompute}`;
    default:
      return '';
  }
}

const WORTH_ADVICE = 0.03;

function advice(plan: Plan, layout: Layout, step: StepEstimate): string[] {
  const share = (name: keyof Breakdown): number => step.breakdown[name] / step.stepTimeS;
  const out: string[] = [];
  if (share('data_exposed_s') > WORTH_ADVICE && plan.workload.overlap.data < 1) {
    out.push('overlap gradient reduction with the backward pass (workload.overlap.data)');
  } else if (share('data_exposed_s') > WORTH_ADVICE) {
    out.push('give each data-parallel rank more work per step (workload.global_batch) or a faster network');
  }
  if (share('pipeline_bubble_s') > WORTH_ADVICE && layout.virtualPipeline === 1) {
    out.push('interleave the pipeline (parallelism.virtual_pipeline)');
  } else if (share('pipeline_bubble_s') > WORTH_ADVICE) {
    out.push('run more micro-batches per step, or fewer pipeline stages');
  }
  if (share('tensor_exposed_s') > 2 * WORTH_ADVICE && layout.tensor > plan.cluster.gpusPerDomain) {
    out.push('keep tensor parallelism inside the scale-up domain');
  } else if (share('tensor_exposed_s') > 2 * WORTH_ADVICE && plan.workload.overlap.tensor < 1) {
    out.push('split tensor-parallel exchanges into chunks under the matrix products (workload.overlap.tensor)');
  }
  if (share('expert_exposed_s') > WORTH_ADVICE) {
    out.push(
      'overlap expert exchanges with the other micro-batch (workload.overlap.expert), or keep experts in one domain',
    );
  }
  if (share('recompute_s') > WORTH_ADVICE && step.memory.totalBytes < 0.7 * plan.cluster.gpu.memoryBytes) {
    out.push('recompute less: there is memory left (workload.recompute)');
  }
  const { storage } = plan;
  const writeS = checkpointWriteS(plan);
  if (storage !== undefined && writeS > storage.checkpointIntervalS) {
    out.push(
      `a checkpoint takes ${formatTime(writeS)}, longer than the ${formatTime(storage.checkpointIntervalS)} between two: ` +
        'raise storage.bandwidth or storage.checkpoint_interval',
    );
  }
  return out;
}

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** Verdict of a step that runs: what bounds it, what costs most after compute, and what to change. */
export function verdict(plan: Plan, layout: Layout, step: StepEstimate): VerdictResult {
  const drivers = (Object.keys(CAUSE) as (keyof Breakdown)[])
    .filter((name) => name !== 'compute_s' && step.breakdown[name] > 0)
    .map((name) => ({
      cause: CAUSE[name],
      share: Math.min(1, step.breakdown[name] / step.stepTimeS),
      detail: detailOf(name, layout, step),
    }))
    .sort((a, b) => b.share - a.share || a.cause.localeCompare(b.cause))
    .slice(0, 3);
  const first = drivers[0];
  const bound = boundOf(step.breakdown);
  return {
    headline: `fits; bound by ${bound === 'network' ? 'the network' : bound}${
      first === undefined ? '' : `; ${first.cause} takes ${percent(first.share)} of the step`
    }`,
    bottleneck: bound === 'compute' ? 'compute' : (first?.cause ?? bound),
    drivers,
    advice: advice(plan, layout, step),
  };
}

/** Verdict of a plan whose fullest stage needs more memory than a GPU has. */
export function memoryVerdict(plan: Plan, layout: Layout, step: StepEstimate, capacityBytes: number): VerdictResult {
  const { memory } = step;
  const parts: readonly (readonly [string, number])[] = [
    ['weights', memory.weightsBytes],
    ['gradients', memory.gradientsBytes],
    ['optimizer state', memory.optimizerBytes],
    ['activations', memory.activationsBytes],
    ['other', memory.otherBytes],
  ];
  const out: string[] = [];
  if (layout.sharding === 'none' && layout.data * layout.context > 1)
    out.push('shard the optimizer (workload.sharding: optimizer)');
  else if (layout.sharding !== 'full' && layout.data * layout.context > 1)
    out.push('shard weights too (workload.sharding: full)');
  if (layout.recompute !== 'full') out.push('recompute activations (workload.recompute: full)');
  if (layout.microBatch > 1) out.push('use a smaller micro-batch (workload.micro_batch)');
  if (layout.tensor < plan.cluster.gpusPerDomain)
    out.push('split layers over more GPUs (parallelism.tensor or pipeline)');
  return {
    headline: `does not fit: needs ${gib(memory.totalBytes)} of ${gib(capacityBytes)} per GPU`,
    bottleneck: 'memory',
    drivers: parts
      .map(([cause, bytes]) => ({ cause, share: bytes / memory.totalBytes, detail: gib(bytes) }))
      .sort((a, b) => b.share - a.share || a.cause.localeCompare(b.cause))
      .slice(0, 3),
    advice: out,
  };
}
