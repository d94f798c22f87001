import { economics } from '../economics/economics.ts';
import { influence } from '../economics/influence.ts';
import { pluggables } from '../economics/links.ts';
import type { StepActivity } from '../economics/types.ts';
import { fabricResult } from '../fabric/summary.ts';
import type { FabricRefusal } from '../fabric/types.ts';
import { adaptersOf } from '../model/adapters.ts';
import { modelFlopsPerToken, recomputedFlopsPerToken } from '../model/flops.ts';
import type { Breakdown, CollectiveResult, MemoryResult, Result, TrainingResult } from '../result/schema.ts';
import type { Layout, Plan } from '../spec/plan.ts';
import { type StepEstimate, timeStep } from '../training/step.ts';
import { stepTimeInterval } from './accuracy/interval.ts';
import { betterNetwork } from './better-network.ts';
import { calibrationNotes } from './calibration-notes.ts';
import { ceiling } from './ceiling.ts';
import { buildMachine, type MachineOutcome, trainingOn } from './machine.ts';
import { planResult } from './plan-result.ts';
import { rangeResult } from './range.ts';
import { withoutTraffic, withoutUplinks } from './tier-reasons.ts';
import { sentBytes, traffic } from './traffic.ts';
import { boundOf, memoryVerdict, verdict } from './verdict.ts';

export type EvaluationOutcome =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly refusal: FabricRefusal };

/** MFU is quoted against the peak of the format the linear layers run in. */
function peakFlopsPerS(plan: Plan): number | null {
  const { peakFlopsPerS: peak } = plan.cluster.gpu;
  switch (plan.workload.precision) {
    case 'fp32':
      return peak.fp32 ?? peak.tf32;
    case 'tf32':
      return peak.tf32;
    case 'bf16':
    case 'fp16':
      return peak.bf16;
    case 'nvfp4':
      return peak.fp4;
    default:
      return peak.fp8;
  }
}

function memoryResult(plan: Plan, step: StepEstimate): MemoryResult {
  const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
  const { memory } = step;
  return {
    fits: memory.totalBytes <= capacity,
    capacity_bytes: capacity,
    total_bytes: memory.totalBytes,
    weights_bytes: memory.weightsBytes,
    gradients_bytes: memory.gradientsBytes,
    optimizer_bytes: memory.optimizerBytes,
    activations_bytes: memory.activationsBytes,
    other_bytes: memory.otherBytes,
    shortfall_bytes: Math.max(0, memory.totalBytes - capacity),
    worst_stage: memory.stage,
  };
}

/** Which FLOPs MFU and HFU count. */
const convention = ({ workload }: Plan): string => {
  const matrices =
    adaptersOf(workload) === null
      ? '6 x matrix parameters (output layer in, input table out)'
      : '4 x frozen matrix parameters (output layer in, input table out; no weight gradients) + 6 x adapters';
  return `model FLOPs: ${matrices} + full attention square, against the peak of the linear layers’ format`;
};

function collectiveResults(step: StepEstimate): CollectiveResult[] {
  return step.transfers.map(({ transfer, times }) => ({
    name: transfer.name,
    op: transfer.op,
    group: transfer.dimension,
    ranks: transfer.group.ranks,
    bytes: transfer.bytes,
    count: transfer.count * times,
    algorithm: transfer.cost.algorithm,
    alpha_s: transfer.cost.alphaS,
    beta_s: transfer.cost.betaS,
    time_s: transfer.cost.timeS,
    exposed_s: transfer.exposedS * times,
    limited_by: transfer.cost.limitedBy,
  }));
}

/** Every timed field of a plan that does not run is null for this reason. */
function withoutStep(plan: Plan, memory: MemoryResult, reasons: Record<string, string>): TrainingResult {
  const timed = [
    'step_time_s',
    'step_time_interval_s',
    'breakdown',
    'mfu',
    'hfu',
    'mfu_causal',
    'gpu_busy_fraction',
    'idle_fraction',
    'network_idle_fraction',
    'tokens_per_s',
    'tokens_per_s_per_gpu',
    'model_flops_per_gpu_per_s',
    'run_time_s',
    'bound',
    'ceiling',
  ] as const;
  for (const field of timed) reasons[`training.${field}`] = 'the plan does not fit in memory';
  const nulls = Object.fromEntries(timed.map((field) => [field, null])) as Record<(typeof timed)[number], null>;
  return { ...nulls, mfu_convention: convention(plan), memory };
}

function trainingResult(
  plan: Plan,
  layout: Layout,
  step: StepEstimate,
  memory: MemoryResult,
  reasons: Record<string, string>,
): TrainingResult {
  const { workload } = plan;
  const tokensPerStep = workload.globalBatch * workload.sequenceLength;
  const adapters = adaptersOf(workload);
  const flopsPerToken = modelFlopsPerToken(workload.model, workload.sequenceLength, 'full', adapters);
  const causal = modelFlopsPerToken(workload.model, workload.sequenceLength, 'causal', adapters);
  const recomputed = recomputedFlopsPerToken(workload.model, workload.sequenceLength, layout, adapters);
  const flopsPerGpuPerS = (flopsPerToken * tokensPerStep) / (step.stepTimeS * workload.gpus);
  const peak = peakFlopsPerS(plan);
  const mfu = peak === null ? null : flopsPerGpuPerS / peak;
  if (mfu === null)
    for (const field of ['mfu', 'hfu', 'mfu_causal'])
      reasons[`training.${field}`] = 'this GPU has no published peak for the precision';
  if (workload.tokens === null) reasons['training.run_time_s'] = 'workload.tokens is not given';
  const range = stepTimeInterval(plan, step.stepTimeS);
  if (range.reason !== null) reasons['training.step_time_interval_s'] = range.reason;
  const busy = step.busyS / step.stepTimeS;
  return {
    step_time_s: step.stepTimeS,
    step_time_interval_s: range.interval,
    breakdown: step.breakdown,
    mfu,
    hfu: mfu === null ? null : mfu * (1 + recomputed / flopsPerToken),
    mfu_causal: mfu === null ? null : (mfu * causal) / flopsPerToken,
    mfu_convention: convention(plan),
    gpu_busy_fraction: busy,
    idle_fraction: 1 - busy,
    network_idle_fraction: Math.min(1 - busy, step.networkIdleS / step.stepTimeS),
    tokens_per_s: tokensPerStep / step.stepTimeS,
    tokens_per_s_per_gpu: tokensPerStep / step.stepTimeS / workload.gpus,
    model_flops_per_gpu_per_s: flopsPerGpuPerS,
    run_time_s:
      workload.tokens === null
        ? null
        : ((workload.tokens / tokensPerStep) * step.stepTimeS) / plan.economics.goodputFraction,
    memory,
    bound: boundOf(step.breakdown),
    ceiling: null,
  };
}

/** Seconds of a step that are not the model's own compute, by cause as the breakdown names it. */
function lostSeconds(breakdown: Breakdown): Record<string, number> {
  const lost = Object.entries(breakdown).filter(([part, seconds]) => part !== 'compute_s' && seconds > 0);
  return Object.fromEntries(lost.map(([part, seconds]) => [part.replace(/_s$/, ''), seconds]));
}

const NO_CEILING = { ceiling: null, field: 'training.ceiling', reason: 'not asked for' } as const;

/** Parts of a result that cost more than the rest together; a sweep leaves out what it does not print. */
export interface Parts {
  /** `training.ceiling`, and what a better network or a microsecond is worth. */
  readonly ceiling: boolean;
  /** `cost.influence`. */
  readonly influence: boolean;
  /** `range`; absent: no. */
  readonly range?: boolean;
}

/** What `analyze` shows unasked. */
export const EVERYTHING: Parts = { ceiling: true, influence: true };

/**
 * Evaluates a plan whose layout is known. Pure: the same plan gives the same result.
 * @param chosenBy who fixed the layout, for the report
 * @param built the plan's machine, where it is at hand
 * @param timed its step, where that is at hand
 */
export function evaluate(
  plan: Plan,
  layout: Layout,
  chosenBy: 'spec' | 'search' = 'spec',
  parts: Parts = EVERYTHING,
  built: MachineOutcome = buildMachine(plan),
  timed?: StepEstimate,
): EvaluationOutcome {
  if (!built.ok) return built;
  const { machine } = built;
  const { fabric } = machine;
  const { workload } = plan;
  const step = timed ?? timeStep(trainingOn(machine), layout);
  const memory = memoryResult(plan, step);
  const reasons: Record<string, string> = {};
  const tokensPerStep = workload.globalBatch * workload.sequenceLength;

  let training: TrainingResult;
  if (memory.fits) {
    training = trainingResult(plan, layout, step, memory, reasons);
    const limits = parts.ceiling ? ceiling(machine, layout, step, training.mfu ?? 0) : NO_CEILING;
    training = { ...training, ceiling: limits.ceiling };
    if (limits.reason !== null) reasons[limits.field] = limits.reason;
  } else {
    training = withoutStep(plan, memory, reasons);
  }
  const sent = sentBytes(step, fabric);
  const activity: StepActivity = {
    stepTimeS: training.step_time_s,
    busyFraction: training.gpu_busy_fraction,
    idleFraction: training.idle_fraction,
    networkIdleFraction: training.network_idle_fraction,
    tokensPerStep,
    stepsInRun: workload.tokens === null ? null : workload.tokens / tokensPerStep,
    ...sent,
    ...(training.breakdown === null ? {} : { lostS: lostSeconds(training.breakdown) }),
    ...(training.ceiling === null
      ? {}
      : { betterNetwork: betterNetwork(machine, layout, step.memory, training.ceiling) }),
  };
  const money = economics(plan, fabric, activity);
  const range = parts.range === true ? rangeResult(plan, fabric, activity) : null;
  const strongest = parts.influence ? influence(plan, fabric, activity) : [];
  for (const note of fabric.notes)
    if (fabric.bisectionBytesPerS === null) reasons['fabric.bisection_bytes_per_s'] = note;
  const shown = fabricResult(fabric, pluggables(plan, fabric));
  const carried = memory.fits ? traffic(plan, fabric, step) : undefined;
  Object.assign(reasons, withoutUplinks(shown), withoutTraffic(carried));
  const result: Result = {
    format_version: '1.0',
    name: plan.name,
    overrides: [...plan.overrides],
    assumptions: [...plan.assumptions, ...money.assumptions].map((a) => ({
      ...a,
      value: Array.isArray(a.value) ? [...a.value] : (a.value as string | number | boolean | null),
    })),
    diagnostics: memory.fits ? calibrationNotes(machine, step) : [],
    reasons: { ...reasons, ...money.reasons, ...range?.reasons },
    plan: planResult(layout, chosenBy),
    fabric: shown,
    ...(carried === undefined ? {} : { traffic: carried }),
    collectives: memory.fits ? collectiveResults(step) : [],
    training,
    cost: strongest.length === 0 ? money.cost : { ...money.cost, influence: strongest.map((each) => ({ ...each })) },
    power: money.power,
    ...(range === null ? {} : { range: range.range }),
    verdict: memory.fits ? verdict(plan, layout, step) : memoryVerdict(plan, layout, step, memory.capacity_bytes),
  };
  return { ok: true, result };
}
