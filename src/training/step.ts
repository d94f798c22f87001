import type { CollectiveCost } from '../collectives/types.ts';
import type { Breakdown } from '../result/schema.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import { chunksPerRank } from '../spec/schedule-rules.ts';
import type { Transfer } from './communication.ts';
import type { TrainingContext } from './context.ts';
import { dataTransfers } from './data-parallel.ts';
import { type Groups, groups } from './groups.ts';
import { type MemoryEstimate, memory, type StageParameters, shardWays, stageParameters } from './memory.ts';
import { microBatches } from './micro-batches.ts';
import { once } from './once.ts';
import { optimizerS } from './optimizer-step.ts';
import { scheduleOf } from './schedules/registry.ts';
import { leastBubbleS, type PassTimes, type StageTimes } from './schedules/schedule.ts';
import { type StageCost, type StageCosts, stageCosts } from './stage-cost.ts';
import { type StageContents, stageContents } from './stages.ts';

/** One optimizer step of a layout. */
export interface StepEstimate {
  readonly stepTimeS: number;
  /** Along the critical path of the slowest stage; sums to stepTimeS. */
  readonly breakdown: Breakdown;
  readonly memory: MemoryEstimate;
  readonly microBatches: number;
  /** Time in which the average GPU computes (recomputation and optimizer included), s. */
  readonly busyS: number;
  /** Time in which the average GPU waits for exposed communication, s. */
  readonly networkIdleS: number;
  /** Transfers with their multiplicity per step on the slowest stage. */
  readonly transfers: readonly StepTransfer[];
}

export interface StepTransfer {
  readonly transfer: Transfer;
  /** Occurrences of the owner in one step, on the critical path. */
  readonly times: number;
  /** Occurrences on the average GPU, where they differ. */
  readonly timesPerGpu?: number;
}

const BYTES = 2;

/** The stage whose micro-batches take longest sets the pace. */
function slowestStage(costs: StageCosts): number {
  let slowest = 0;
  costs.stages.forEach((stage, index) => {
    if (stage.totalS > (costs.stages[slowest]?.totalS ?? 0)) slowest = index;
  });
  return slowest;
}

/** The mean of two costs in time; what they send and what limits them is that of the first. */
function meanCost(first: CollectiveCost, second: CollectiveCost): CollectiveCost {
  const [alphaS, betaS] = [(first.alphaS + second.alphaS) / 2, (first.betaS + second.betaS) / 2];
  return { ...first, timeS: alphaS + betaS, alphaS, betaS };
}

const NOTHING: PassTimes = { forwardS: 0, inputGradS: 0, weightGradS: 0 };

const passTimes = (stage: StageCost): PassTimes => {
  const forwardS = stage.forwardS + stage.exposedForwardS;
  return { forwardS, inputGradS: stage.totalS - forwardS - stage.weightGradS, weightGradS: stage.weightGradS };
};

const addPasses = (a: PassTimes, b: PassTimes): PassTimes => ({
  forwardS: a.forwardS + b.forwardS,
  inputGradS: a.inputGradS + b.inputGradS,
  weightGradS: a.weightGradS + b.weightGradS,
});

/** One pipeline message between neighbouring stages; tensor ranks send a slice each (Narayanan et al. 2021, section 4.1). */
function pipelineSend(context: TrainingContext, layout: Layout, g: Groups): Transfer | undefined {
  if (layout.pipeline === 1) return undefined;
  const { workload, collectives } = context;
  const rows = (layout.microBatch * workload.sequenceLength) / layout.context;
  const bytes = (rows * workload.model.hidden * BYTES) / layout.tensor;
  // A stage at the edge of a domain has one neighbour behind the NICs and, where the domain holds two, the other inside.
  const edge = collectives.cost('send-recv', bytes, g.pipeline);
  const next = collectives.cost('send-recv', bytes, { ranks: 2, stride: g.pipeline.stride });
  const cost = next.scaleOutBytes > 0 ? edge : meanCost(edge, next);
  return {
    dimension: 'pipeline',
    name: 'pipeline send',
    op: 'send-recv',
    group: g.pipeline,
    bytes,
    count: 1,
    cost,
    exposedS: cost.timeS,
    hiddenS: 0,
  };
}

interface Stages {
  readonly contents: StageContents;
  readonly parameters: readonly StageParameters[];
}

const stagesOnce = once<Plan, Stages>();

/** The stages of a layout: the same however copies, micro-batches and recomputation are chosen, and at any rates. */
function stagesOf(context: TrainingContext, layout: Layout): Stages {
  const { tensor, pipeline, virtualPipeline, schedule, expert, expertTensor, pipelineLayout } = layout;
  const key = `${tensor} ${pipeline} ${virtualPipeline} ${schedule} ${expert} ${expertTensor} ${pipelineLayout}`;
  return stagesOnce(context.plan, key, () => {
    const contents = stageContents(layout, context.ofLayer, context.kinds.length, context.headLayers);
    return { contents, parameters: stageParameters(context, layout, contents) };
  });
}

/** Peak memory of a layout without timing it: what a search checks first. */
export function estimateMemory(context: TrainingContext, layout: Layout): MemoryEstimate {
  const { contents, parameters } = stagesOf(context, layout);
  return memory(context, layout, contents, parameters);
}

/**
 * Times one step: micro-batches on the slowest stage, the schedule's bubble, sends, the exposed part of gradient reduction
 * and weight gathering, the optimizer, stragglers and a fixed overhead (models, section 5).
 */
export function timeStep(
  context: TrainingContext,
  layout: Layout,
  memoryNeeded: MemoryEstimate = estimateMemory(context, layout),
): StepEstimate {
  const { workload, constants, collectives } = context;
  const g = groups(layout);
  const { contents, parameters } = stagesOf(context, layout);
  const costs = stageCosts(context, layout, g, contents);
  const batches = microBatches(context, layout);
  const slowest = slowestStage(costs);
  const stage = costs.stages[slowest];
  if (stage === undefined) throw new Error('a pipeline has at least one stage');

  const schedule = scheduleOf(layout);
  const others = costs.stages.filter((_, index) => index !== slowest).map(passTimes);
  const stageTimes: StageTimes = { slowest: passTimes(stage), others: others.reduce(addPasses, NOTHING) };
  const chunks = chunksPerRank(layout.schedule, layout.pipeline, layout.virtualPipeline);
  const bubbleS = Math.max(
    schedule.bubbleS(stageTimes, layout.pipeline, layout.virtualPipeline),
    // Two ends need two micro-batches a stage, which fill it.
    schedule.directions === 1 ? leastBubbleS(schedule, stageTimes, chunks, batches) : 0,
  );

  const send = pipelineSend(context, layout, g);
  let sendS = 0;
  let sendTimes = 0;
  if (send !== undefined) {
    // Without sequence parallelism each rank receives a slice and gathers the rest inside the tensor group.
    const gather =
      layout.tensor > 1 && !layout.sequenceParallel
        ? collectives.cost('all-gather', send.bytes * layout.tensor, g.tensor).timeS
        : 0;
    const fill = 2 * (layout.pipeline - 1);
    const steady = schedule.sendsPerMicroBatch(layout.virtualPipeline) * batches;
    sendTimes = steady + fill;
    const { interference } = constants;
    const hidden = schedule.sendsHide ? workload.overlap.pipeline : 0;
    sendS = (send.cost.timeS + gather) * (fill + steady * (1 - hidden + hidden * interference));
  }

  const data = dataTransfers(context, layout, g, contents, parameters, costs);
  let dataS = 0;
  for (const transfer of data) dataS += transfer.exposedS;

  const trained = parameters[0]?.trained ?? { dense: 0, expert: 0 };
  const updateS = optimizerS(context, {
    dense: trained.dense / shardWays(layout, g.data.ranks).optimizer,
    expert: trained.expert / shardWays(layout, g.expertData.ranks).optimizer,
  });

  const computeS = batches * (stage.forwardS + stage.inputGradS + stage.weightGradS);
  const recomputeS = batches * stage.recomputeS;
  const domains = Math.max(1, workload.gpus / context.plan.cluster.gpusPerDomain);
  const jitterS = (computeS + recomputeS) * constants.stragglerPerDoubling * Math.log2(domains);
  const breakdown: Breakdown = {
    compute_s: computeS,
    recompute_s: recomputeS,
    tensor_exposed_s: batches * stage.exposedS.tensor,
    context_exposed_s: batches * stage.exposedS.context,
    expert_exposed_s: batches * stage.exposedS.expert,
    pipeline_exposed_s: sendS,
    pipeline_bubble_s: bubbleS,
    data_exposed_s: dataS,
    optimizer_s: updateS,
    jitter_s: jitterS,
    storage_s: 0,
    other_s: constants.stepOverheadS + batches * stage.offloadS,
  };
  let stepTimeS = 0;
  for (const name in breakdown) stepTimeS += breakdown[name as keyof Breakdown];

  let computing = 0;
  let waiting = 0;
  for (const each of costs.stages) {
    computing += each.forwardS + each.inputGradS + each.weightGradS + each.recomputeS;
    waiting += each.exposedS.tensor + each.exposedS.context + each.exposedS.expert;
  }
  const perGpu = batches / layout.pipeline;
  const busyS = Math.min(stepTimeS, computing * perGpu + updateS);
  const networkIdleS = Math.min(stepTimeS - busyS, waiting * perGpu + sendS + dataS);

  const transfers: StepTransfer[] = [];
  const content = contents[slowest];
  const perStage = batches / schedule.directions;
  costs.layers.forEach((layer, kind) => {
    const times = (content?.layers[kind] ?? 0) * perStage;
    if (times > 0) for (const transfer of layer.transfers) transfers.push({ transfer, times });
  });
  if (content?.head === true) {
    for (const transfer of costs.head.transfers) transfers.push({ transfer, times: perStage });
  }
  if (send !== undefined && sendTimes > 0) {
    // The last chunk has nobody to send to, the first one none to send back to.
    const borders = 1 - 1 / (layout.pipeline * layout.virtualPipeline);
    const timesPerGpu = schedule.sendsPerMicroBatch(layout.virtualPipeline) * batches * borders;
    transfers.push({ transfer: { ...send, exposedS: sendS / sendTimes }, times: sendTimes, timesPerGpu });
  }
  for (const transfer of data) transfers.push({ transfer, times: 1 });

  return {
    stepTimeS,
    breakdown,
    memory: memoryNeeded,
    microBatches: batches,
    busyS,
    networkIdleS,
    transfers,
  };
}
