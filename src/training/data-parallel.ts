import type { CollectiveCost, CollectiveOp, Group } from '../collectives/types.ts';
import { adapterShard } from '../model/adapters.ts';
import { layerShard } from '../model/shard.ts';
import type { Layout } from '../spec/plan.ts';
import { hiddenByPass, type Split, type Transfer, Window } from './communication.ts';
import type { TrainingContext } from './context.ts';
import { reductionsPerStep } from './gradient-sharding.ts';
import type { Groups } from './groups.ts';
import { type StageParameters, weightBytes } from './memory.ts';
import { microBatches } from './micro-batches.ts';
import { scheduleOf } from './schedules/registry.ts';
import type { StageCosts } from './stage-cost.ts';
import type { StageContents } from './stages.ts';

/** One set of trained weights and the ranks that hold copies of it. */
interface Copies {
  readonly name: string;
  readonly parameters: number;
  readonly group: Group;
}

/** The weights of a layer, of which those that train are reduced. */
interface LayerCopies extends Copies {
  readonly trained: number;
}

const slowed = (cost: CollectiveCost, factor: number): CollectiveCost =>
  factor === 1
    ? cost
    : { ...cost, timeS: cost.timeS * factor, alphaS: cost.alphaS * factor, betaS: cost.betaS * factor };

/**
 * The group that shares one sharded copy, and the replicas of that group: of hybrid sharding, and of a schedule that feeds
 * the pipeline from both ends and keeps every stage on two ranks.
 */
function hybrid(group: Group, layout: Layout): { readonly inner: Group; readonly outer: Group } {
  const size = Math.min(group.ranks, layout.shardingGroup ?? group.ranks);
  return {
    inner: { ranks: size, stride: group.stride },
    outer: { ranks: (group.ranks / size) * scheduleOf(layout).directions, stride: group.stride * size },
  };
}

const NOTHING: Split = { exposedS: 0, hiddenS: 0 };

/**
 * Gradient reduction and weight gathering of the first stage, which is the last to finish its backward pass and the first
 * to need its weights. Reductions run bucket by bucket beside the backward pass of the last micro-batch, gathers beside the
 * first forward pass (Megatron-LM distributed optimizer); the last bucket has nothing left to hide under. Interleaving gives
 * (v-1)p/v of a micro-batch more room, because the later chunks of a stage finish earlier.
 */
export function dataTransfers(
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  contents: StageContents,
  parameters: readonly StageParameters[],
  costs: StageCosts,
): Transfer[] {
  const held = parameters[0];
  const first = costs.stages[0];
  const transfers: Transfer[] = [];
  if (held === undefined || first === undefined) return transfers;
  if (layout.sharding === 'full') return fullyShardedTransfers(context, layout, g, contents, costs);
  const { workload, constants, collectives } = context;
  const { virtualPipeline: v, pipeline: p } = layout;
  const computeS = first.inputGradS + first.weightGradS + first.recomputeS - first.hiddenBackwardS;
  const forwardS = first.forwardS - first.hiddenForwardS;
  const room = ((v - 1) * p + 1) / v;
  const backward = new Window(computeS * room, constants.interference);
  const forward = new Window(forwardS * room, constants.interference);
  // Reductions before the last of a step have all that the rank computes until the next to hide under.
  const reductions = reductionsPerStep(layout, microBatches(context, layout));
  const between = new Window(p === 1 ? computeS : (computeS + forwardS) * p, constants.interference);
  const overlap = workload.overlap.data;
  const sets: readonly Copies[] = [
    { name: 'gradients', parameters: held.trained.dense, group: g.data },
    { name: 'expert gradients', parameters: held.trained.expert, group: g.expertData },
  ];
  for (const set of sets) {
    if (set.parameters === 0) continue;
    const add = (name: string, op: CollectiveOp, group: Group, bytes: number, window: Window, earlier = 0): void => {
      if (group.ranks <= 1) return;
      const cost = collectives.cost(op, bytes, group);
      const buckets = Math.max(1, bytes / constants.bucketBytes);
      const last = window.hide(cost.timeS, overlap * (1 - 1 / buckets));
      const before = earlier === 0 ? NOTHING : between.hide(cost.timeS, overlap * (p === 1 ? 1 - 1 / buckets : 1));
      transfers.push({
        dimension: 'data',
        name,
        op,
        group,
        bytes,
        count: 1 + earlier,
        cost,
        exposedS: last.exposedS + earlier * before.exposedS,
        hiddenS: last.hiddenS + earlier * before.hiddenS,
      });
    };
    const gradientBytes = set.parameters * workload.gradientBytes;
    const { inner, outer } = hybrid(set.group, layout);
    if (layout.sharding === 'none') {
      const all = { ...set.group, ranks: inner.ranks * outer.ranks };
      add(`${set.name} all-reduce`, 'all-reduce', all, gradientBytes, backward);
      continue;
    }
    add(`${set.name} reduce-scatter`, 'reduce-scatter', inner, gradientBytes, backward, reductions - 1);
    add(`${set.name} all-reduce between replicas`, 'all-reduce', outer, gradientBytes / inner.ranks, backward);
    add(
      `${set.name.replace('gradients', 'weights')} all-gather`,
      'all-gather',
      inner,
      set.parameters * weightBytes(context).trained,
      forward,
    );
  }
  const apart = contents[0]?.head === false;
  if (workload.model.tiedEmbeddings && apart && context.adapters === null) {
    // The tied table has a copy on the first and on the last stage; their gradients are summed at the end of the step.
    const bytes = ((workload.model.vocab * workload.model.hidden) / layout.tensor) * workload.gradientBytes;
    const group: Group = { ranks: 2, stride: g.pipeline.stride * (p - 1) };
    const cost = collectives.cost('all-reduce', bytes, group);
    transfers.push({
      dimension: 'data',
      name: 'tied embedding gradients',
      op: 'all-reduce',
      group,
      bytes,
      count: 1,
      cost,
      exposedS: cost.timeS,
      hiddenS: 0,
    });
  }
  return transfers;
}

/**
 * ZeRO-3 / FSDP: the weights of each layer are gathered before its forward and again before its backward pass, and its
 * gradients scattered after it, once per micro-batch; each hides under the compute of the neighbouring layer (Zhao et al.
 * 2023, arXiv 2304.11277). The first gather of a pass has nothing to hide under.
 */
function fullyShardedTransfers(
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  contents: StageContents,
  costs: StageCosts,
): Transfer[] {
  const { workload, constants, collectives, kinds } = context;
  const transfers: Transfer[] = [];
  const batches = microBatches(context, layout);
  const bytesOf = weightBytes(context);
  kinds.forEach((kind, index) => {
    const layers = contents[0]?.layers[index] ?? 0;
    const cost = costs.layers[index];
    if (layers === 0 || cost === undefined) return;
    const shard = layerShard(workload.model, kind, layout);
    const { adapters } = context;
    const trained = adapters === null ? shard : adapterShard(workload.model, kind, layout, adapters);
    const sets: readonly LayerCopies[] = [
      { name: 'layer', parameters: shard.dense, trained: trained.dense, group: g.data },
      { name: 'expert layer', parameters: shard.expert, trained: trained.expert, group: g.expertData },
    ];
    const inside = hiddenByPass(cost.transfers);
    const backwardS = cost.inputGradS + cost.weightGradS + cost.recomputeS;
    const forward = new Window(cost.forwardS - inside.forwardS, constants.interference);
    const backward = new Window(backwardS - inside.backwardS, constants.interference);
    for (const set of sets) {
      if (set.parameters === 0) continue;
      const { inner, outer } = hybrid(set.group, layout);
      // `passes`: passes over the layers; the first operation of each has no neighbour to hide under.
      const add = (
        name: string,
        op: CollectiveOp,
        group: Group,
        bytes: number,
        passes: number,
        window: Window,
      ): void => {
        if (group.ranks <= 1 || bytes === 0) return;
        const one = slowed(collectives.cost(op, bytes, group), constants.shardedGatherSlowdown);
        const steady = window.hide(one.timeS, workload.overlap.data);
        const count = layers * passes;
        transfers.push({
          dimension: 'data',
          name,
          op,
          group,
          bytes,
          count,
          cost: one,
          exposedS: (count - passes) * steady.exposedS + passes * one.timeS,
          hiddenS: (count - passes) * steady.hiddenS,
        });
      };
      const weights = set.parameters * bytesOf.frozen;
      const gradients = set.trained * Math.min(bytesOf.trained, workload.gradientBytes);
      add(`${set.name} weights all-gather, forward`, 'all-gather', inner, weights, batches, forward);
      add(`${set.name} weights all-gather, backward`, 'all-gather', inner, weights, batches, backward);
      add(`${set.name} gradients reduce-scatter`, 'reduce-scatter', inner, gradients, batches, backward);
      const shardBytes = (set.trained * workload.gradientBytes) / inner.ranks;
      add(`${set.name} gradients all-reduce between replicas`, 'all-reduce', outer, shardBytes, 1, backward);
    }
  });
  return transfers;
}
