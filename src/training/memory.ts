import { constant } from '../compute/device.ts';
import { type LayerActivations, layerActivations } from '../model/activations.ts';
import { adapterShard } from '../model/adapters.ts';
import type { LayerKind } from '../model/layers.ts';
import { endsShard, layerShard, type ShardParameters } from '../model/shard.ts';
import { tokens } from '../model/tokens.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import type { TrainingContext } from './context.ts';
import { unshardedGradients } from './gradient-sharding.ts';
import { microBatches } from './micro-batches.ts';
import { LAYERS_UNDER_WAY, offloaded } from './offload.ts';
import { once } from './once.ts';
import { scheduleOf } from './schedules/registry.ts';
import type { StageContent, StageContents } from './stages.ts';

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

/** Parameters one GPU of a stage holds: copied over the data group, and over the expert-data group. */
export interface StageParameters extends ShardParameters {
  /** Those with gradients and optimizer state: all of them, or the adapters over frozen ones. */
  readonly trained: ShardParameters;
}

export function stageParameters(
  context: TrainingContext,
  layout: Layout,
  contents: StageContents,
): readonly StageParameters[] {
  const a = context.workload.model;
  const { adapters } = context;
  const sum = (of: (kind: LayerKind) => ShardParameters, { layers, head }: StageContent): ShardParameters => {
    const shards = context.kinds.map(of);
    let dense = 0;
    let expert = 0;
    const add = (kind: number, count: number): void => {
      dense += count * (shards[kind]?.dense ?? 0);
      expert += count * (shards[kind]?.expert ?? 0);
    };
    layers.forEach((count, kind) => {
      add(kind, count);
    });
    if (head) add(context.ofLayer[context.ofLayer.length - 1] ?? 0, a.mtpLayers);
    return { dense, expert };
  };
  return contents.map((stage) => {
    const layers = sum((kind) => layerShard(a, kind, layout), stage);
    const ends = endsShard(a, layout, stage.embedding && stage.head);
    const outer = (stage.embedding ? ends.first : 0) + (stage.head ? ends.last : 0);
    const whole = { dense: layers.dense + outer, expert: layers.expert };
    if (adapters === null) return { ...whole, trained: whole };
    const trained = sum((kind) => adapterShard(a, kind, layout, adapters), stage);
    return { dense: whole.dense + trained.dense, expert: whole.expert + trained.expert, trained };
  });
}

/** Moments of an optimizer, beside the fp32 master copy (Micikevicius et al. 2018). */
export const MOMENTS = { adam: 2, muon: 1, sgd: 1 } as const;

/**
 * Bytes of one weight as it lies in memory and travels: 16 bits beside an fp32 master copy, 32 in full precision. Frozen
 * weights are kept in the format their products run in (NeMo fp8 parameters).
 */
export function weightBytes({ workload, adapters, format }: TrainingContext): {
  readonly trained: number;
  readonly frozen: number;
} {
  const trained = workload.precision === 'fp32' || workload.precision === 'tf32' ? 4 : 2;
  if (adapters === null) return { trained, frozen: trained };
  return { trained, frozen: format === 'fp8' ? 1 : format === 'fp4' ? 0.5 : trained };
}

/** Ways in which weights, gradients and optimizer state are split over ranks that hold copies. */
export function shardWays(layout: Layout, copies: number): { weights: number; gradients: number; optimizer: number } {
  const group = Math.min(copies, layout.shardingGroup ?? copies);
  return {
    weights: layout.sharding === 'full' ? group : 1,
    gradients: layout.sharding === 'full' || layout.sharding === 'gradients' ? group : 1,
    optimizer: layout.sharding === 'none' ? 1 : group,
  };
}

const activationsOnce = once<Plan, readonly LayerActivations[]>();

/** What a layer of each kind keeps. */
export function activationsOf(context: TrainingContext, layout: Layout): readonly LayerActivations[] {
  const { tensor, context: ctx, expertTensor, microBatch, sequenceParallel, recompute, recomputeModules } = layout;
  const key = `${tensor} ${ctx} ${expertTensor} ${microBatch} ${sequenceParallel} ${recompute} ${recomputeModules}`;
  return activationsOnce(context.plan, key, () =>
    context.kinds.map((kind) => layerActivations(context.workload, layout, kind, context.constants.gatheredInputsKept)),
  );
}

/** Peak memory per stage; the fullest decides (models, section 5). */
export function memory(
  context: TrainingContext,
  layout: Layout,
  contents: StageContents,
  parameters: readonly StageParameters[],
): MemoryEstimate {
  const { workload, plan } = context;
  const a = workload.model;
  const t = tokens(workload, layout);
  const schedule = scheduleOf(layout);
  const { directions } = schedule;
  const batches = microBatches(context, layout);
  const activations = activationsOf(context, layout);
  const shards = context.kinds.map((kind) => layerShard(a, kind, layout));
  const dataCopies = layout.data * layout.context;
  const expertCopies = Math.max(1, (layout.tensor * dataCopies) / (layout.expert * layout.expertTensor));
  const dense = shardWays(layout, dataCopies);
  const expert = shardWays(layout, expertCopies);
  const bytesOf = weightBytes(context);
  const masterBytes = bytesOf.trained === 4 ? 0 : 4;
  const onDevice = 1 - workload.optimizerOffload;
  const optimizerBytes = masterBytes + MOMENTS[workload.optimizer] * workload.momentBytes;
  // Logits in 16 bit and fp32, and their gradient, live on the last stage through the loss.
  const logitsBytes = constant(plan, 'logits_bytes') * t.rows * (a.vocab / layout.tensor);
  const overheadBytes = constant(plan, 'framework_memory');
  const fragmentation = constant(plan, 'allocator_overhead');

  const unsharded = layout.sharding === 'gradients' ? unshardedGradients(layout) : 0;
  const denseGradients = unsharded + (1 - unsharded) / dense.gradients;
  const expertGradients = unsharded + (1 - unsharded) / expert.gradients;
  const keepsProducts = constant(plan, 'gradient_copy_kept') === 1;
  const localExperts = a.moe === null ? 1 : Math.max(1, a.moe.experts / layout.expert);
  let worst: MemoryEstimate | undefined;
  for (let stage = 0; stage < layout.pipeline; stage++) {
    const held = parameters[stage];
    const content = contents[stage];
    if (held === undefined || content === undefined) continue;
    const { trained } = held;
    let kept = 0;
    let largest = 0;
    let largestWeights = 0;
    let distinctWeights = 0;
    const away = offloaded(content, activations, directions * layout.offloadLayers);
    let layersLeft = directions * (layout.recomputeLayers ?? Number.POSITIVE_INFINITY);
    content.layers.forEach((count, kind) => {
      const one = activations[kind];
      if (one === undefined || count === 0) return;
      const here = count - (away.layers[kind] ?? 0);
      const recomputed = Math.min(here, layersLeft);
      layersLeft -= recomputed;
      kept += recomputed * one.keptBytes + (here - recomputed) * one.fullBytes;
      largest = Math.max(largest, one.fullBytes);
      const shard = shards[kind] ?? { dense: 0, expert: 0 };
      largestWeights = Math.max(largestWeights, shard.dense + shard.expert);
      distinctWeights = Math.max(distinctWeights, shard.dense + shard.expert / localExperts);
    });
    const inFlight = schedule.inFlight(stage, layout.pipeline, layout.virtualPipeline, batches);
    const workingSet = layout.recompute === 'full' ? largest : 0;
    const embedding = content.embedding ? t.ownRows * a.hidden * (context.dropout ? 1 : 0) * inFlight : 0;
    const weights = (dense_: number, expert_: number): number => dense_ / dense.weights + expert_ / expert.weights;
    const weightsBytes =
      bytesOf.trained * weights(trained.dense, trained.expert) +
      bytesOf.frozen * weights(held.dense - trained.dense, held.expert - trained.expert);
    const gathered = layout.sharding === 'full' ? 2 * bytesOf.frozen * largestWeights : 0;
    // A product's 16-bit gradient stands beside the fp32 sum it is added to: once for each distinct shape of a layer
    // (Transformer Engine, get_dummy_wgrad), or for every weight in stacks that keep it.
    const headWeights = content.head ? (a.vocab * a.hidden) / layout.tensor : 0;
    const productWeights = keepsProducts ? held.dense + held.expert : distinctWeights + headWeights;
    const summedApart =
      context.adapters === null && layout.sharding !== 'full' && workload.gradientBytes > bytesOf.trained;
    const productBytes = summedApart ? bytesOf.trained * productWeights : 0;
    const gradientsBytes = workload.gradientBytes * (trained.dense * denseGradients + trained.expert * expertGradients);
    const stateBytes =
      onDevice * optimizerBytes * (trained.dense / dense.optimizer + trained.expert / expert.optimizer);
    // Micro-batches of either direction pass one of the rank's stages each.
    const awayLayers = away.layers.reduce((sum, each) => sum + each, 0) / directions;
    const travelling = Math.min(LAYERS_UNDER_WAY, awayLayers * inFlight) * away.largestBytes;
    const activationsBytes = (kept / directions) * inFlight + travelling + workingSet + embedding;
    const logits = content.head ? logitsBytes : 0;
    const otherBytes = overheadBytes + productBytes + gathered + logits + fragmentation * (activationsBytes + logits);
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
