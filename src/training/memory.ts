import { constant } from '../compute/device.ts';
import { layerActivations } from '../model/activations.ts';
import { endsShard, layerShard } from '../model/shard.ts';
import { tokens } from '../model/tokens.ts';
import type { Layout } from '../spec/plan.ts';
import type { TrainingContext } from './context.ts';
import { scheduleOf } from './schedules/registry.ts';
import type { StageCounts } from './stages.ts';

/** Peak memory of the fullest stage, bytes on one GPU. */
export interface MemoryEstimate {
  readonly stage: number;
  readonly weightsBytes: number;
  readonly gradientsBytes: number;
  readonly optimizerBytes: number;
  readonly activationsBytes: number;
  readonly otherBytes: number;
  readonly totalBytes: number;
}

/** Parameters one GPU of each stage holds: copied over the data group, and over the expert-data group. */
export interface StageParameters {
  readonly dense: number;
  readonly expert: number;
}

export function stageParameters(
  context: TrainingContext,
  layout: Layout,
  counts: StageCounts,
): readonly StageParameters[] {
  const a = context.workload.model;
  const shards = context.kinds.map((kind) => layerShard(a, kind, layout));
  const ends = endsShard(a, layout);
  return counts.map((ofKind, stage) => {
    let dense = (stage === 0 ? ends.first : 0) + (stage === layout.pipeline - 1 ? ends.last : 0);
    let expert = 0;
    ofKind.forEach((count, kind) => {
      dense += count * (shards[kind]?.dense ?? 0);
      expert += count * (shards[kind]?.expert ?? 0);
    });
    if (stage === layout.pipeline - 1 && a.mtpLayers > 0) {
      const last = shards[context.ofLayer[context.ofLayer.length - 1] ?? 0];
      dense += a.mtpLayers * (last?.dense ?? 0);
      expert += a.mtpLayers * (last?.expert ?? 0);
    }
    return { dense, expert };
  });
}

/** Bytes per parameter of optimizer state: fp32 master copy and Adam's two moments, or Muon's one (Micikevicius et al. 2018). */
const OPTIMIZER_BYTES = { adam: 12, muon: 8, sgd: 8 } as const;

/** Ways in which weights, gradients and optimizer state are split over ranks that hold copies. */
export function shardWays(layout: Layout, copies: number): { weights: number; gradients: number; optimizer: number } {
  const group = Math.min(copies, layout.shardingGroup ?? copies);
  return {
    weights: layout.sharding === 'full' ? group : 1,
    gradients: layout.sharding === 'full' || layout.sharding === 'gradients' ? group : 1,
    optimizer: layout.sharding === 'none' ? 1 : group,
  };
}

/** Micro-batches per step and pipeline. */
export const microBatches = (context: TrainingContext, layout: Layout): number =>
  Math.max(1, context.workload.globalBatch / (layout.microBatch * layout.data));

/** Peak memory per stage; the fullest decides (models, section 5). */
export function memory(
  context: TrainingContext,
  layout: Layout,
  counts: StageCounts,
  parameters: readonly StageParameters[],
): MemoryEstimate {
  const { workload, frozen, plan } = context;
  const a = workload.model;
  const t = tokens(workload, layout);
  const schedule = scheduleOf(layout);
  const batches = microBatches(context, layout);
  const activations = context.kinds.map((kind) => layerActivations(workload, layout, kind));
  const dataCopies = layout.data * layout.context;
  const expertCopies = Math.max(1, (layout.tensor * dataCopies) / (layout.expert * layout.expertTensor));
  const dense = shardWays(layout, dataCopies);
  const expert = shardWays(layout, expertCopies);
  // Frozen weights are kept in the format their products run in (NeMo fp8 parameters).
  const frozenBytes = context.format === 'fp8' ? 1 : context.format === 'fp4' ? 0.5 : 2;
  const weightBytes = workload.precision === 'fp32' || workload.precision === 'tf32' ? 4 : frozen ? frozenBytes : 2;
  const trainable = frozen ? 0 : 1;
  const optimizerBytes =
    weightBytes === 4 ? OPTIMIZER_BYTES[workload.optimizer] - 4 : OPTIMIZER_BYTES[workload.optimizer];
  // Logits in 16 bit and fp32, and their gradient, live on the last stage through the loss.
  const logitsBytes = constant(plan, 'logits_bytes') * t.rows * (a.vocab / layout.tensor);
  const overheadBytes = constant(plan, 'framework_memory');
  const fragmentation = constant(plan, 'allocator_overhead');

  let worst: MemoryEstimate | undefined;
  for (let stage = 0; stage < layout.pipeline; stage++) {
    const held = parameters[stage] ?? { dense: 0, expert: 0 };
    const ofKind = counts[stage] ?? [];
    let kept = 0;
    let largest = 0;
    let largestWeights = 0;
    let layersLeft = layout.recomputeLayers ?? Number.POSITIVE_INFINITY;
    let offload = layout.offloadLayers;
    ofKind.forEach((count, kind) => {
      const one = activations[kind];
      if (one === undefined || count === 0) return;
      const offloaded = Math.min(count, offload);
      offload -= offloaded;
      const recomputed = Math.min(count - offloaded, layersLeft);
      layersLeft -= recomputed;
      kept += recomputed * one.keptBytes + (count - offloaded - recomputed) * one.fullBytes;
      largest = Math.max(largest, one.fullBytes);
      const shard = layerShard(a, context.kinds[kind] ?? { moe: false, window: null }, layout);
      largestWeights = Math.max(largestWeights, shard.dense + shard.expert);
    });
    const inFlight = schedule.inFlight(stage, layout.pipeline, layout.virtualPipeline, batches);
    const workingSet = layout.recompute === 'full' ? largest : 0;
    const embedding = stage === 0 ? t.ownRows * a.hidden * (context.dropout ? 1 : 0) * inFlight : 0;
    const weightsBytes = weightBytes * (held.dense / dense.weights + held.expert / expert.weights);
    const gathered = layout.sharding === 'full' ? 2 * weightBytes * largestWeights : 0;
    const gradientsBytes =
      trainable * workload.gradientBytes * (held.dense / dense.gradients + held.expert / expert.gradients);
    const stateBytes = trainable * optimizerBytes * (held.dense / dense.optimizer + held.expert / expert.optimizer);
    const activationsBytes = kept * inFlight + workingSet + embedding;
    const logits = stage === layout.pipeline - 1 ? logitsBytes : 0;
    const otherBytes = overheadBytes + gathered + logits + fragmentation * (activationsBytes + logits);
    const totalBytes = weightsBytes + gradientsBytes + stateBytes + activationsBytes + otherBytes;
    if (worst === undefined || totalBytes > worst.totalBytes) {
      worst = {
        stage,
        weightsBytes,
        gradientsBytes,
        optimizerBytes: stateBytes,
        activationsBytes,
        otherBytes,
        totalBytes,
      };
    }
  }
  if (worst === undefined) throw new Error('a pipeline has at least one stage');
  return worst;
}
