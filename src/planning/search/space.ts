import type { Layout, Plan, Schedule, Sharding, Workload } from '../../spec/plan.ts';
import { chunksPerRank, scheduleProblem } from '../../spec/schedule-rules.ts';
import { recomputationsOf } from './recomputations.ts';

export type Overlap = Workload['overlap'];

/** One plan a search may choose. */
export interface Candidate {
  readonly layout: Layout;
  /** What the software overlaps: the spec's own, or one of the switches of the wide space. */
  readonly overlap: Overlap;
}

/** Candidates that differ only in what happens once a step or between stages: they share a lower bound on their time. */
export interface CandidateGroup {
  /** Number of the first candidate in the whole space, from 0. */
  readonly first: number;
  readonly base: Layout;
  readonly shardings: readonly Sharding[];
  readonly overlaps: readonly Overlap[];
}

/** Which values each dimension of a plan may take. What the spec states narrows all of them. */
export interface Space {
  readonly name: 'common' | 'wide';
}

/** Divisors of n in rising order. */
function divisors(n: number): number[] {
  const out: number[] = [];
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    out.push(d);
    if (d * d !== n) out.push(n / d);
  }
  return out.sort((a, b) => a - b);
}

const COMMON_MICRO_BATCHES = [1, 2, 3, 4, 6, 8, 12, 16];
const COMMON_VIRTUAL_STAGES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16];
const CONTEXTS = [1, 2, 4, 8, 16, 32, 64];

/** Context parallelism is worth trying once a rank keeps at least this many tokens (one tile of queries a head). */
const MIN_TOKENS_PER_CONTEXT_RANK = 1024;

const COMMON_SHARDINGS: readonly Sharding[] = ['optimizer', 'full'];
const WIDE_SHARDINGS: readonly Sharding[] = ['none', 'optimizer', 'gradients', 'full'];
const FLAT_SCHEDULES: readonly Schedule[] = ['1f1b', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe'];

/**
 * Every plan worth timing, in groups. The common space holds what frameworks run in practice: tensor groups inside a
 * scale-up domain, small micro-batches, sharded optimizers, ZeRO-3 without a pipeline, recomputation in the usual grains,
 * what the software overlaps. The wide space is a superset counted the way Calculon enumerates (Isaev et al. 2023): every
 * tensor group that divides heads and GPUs, every micro-batch that divides the batch, every count of virtual stages that
 * divides the layers, sequence parallelism on and off, recomputation by module and by layer, all shardings and schedules,
 * overlap of tensor, data and pipeline communication on and off. What the spec states is kept in both.
 */
export function* candidateGroups(plan: Plan, space: Space['name']): Generator<CandidateGroup> {
  const { workload } = plan;
  const hints = plan.layoutHints ?? {};
  const wide = space === 'wide';
  const switched = switches(plan.overlapHints ?? {});
  let first = 0;
  for (const sizes of parallelSizes(plan, wide)) {
    const { tensor, pipeline, data } = sizes;
    const shardings = shardingsOf(plan, sizes, wide);
    const recomputations = recomputationsOf(plan, pipeline, wide);
    const overlaps = wide ? switched(workload.overlap, sizes) : [[workload.overlap]];
    const divides = workload.sequenceLength % (tensor * sizes.context) === 0;
    const sequenceParallels = given(
      hints.sequenceParallel,
      wide && divides ? [true, false] : [divides],
      tensor > 1,
      false,
    );
    for (const microBatch of microBatchesOf(plan, data, wide)) {
      const batches = workload.globalBatch / (data * microBatch);
      for (const order of orders(plan, pipeline, batches, wide)) {
        for (const sequenceParallel of sequenceParallels) {
          for (const recomputation of recomputations) {
            const base: Layout = {
              // Spelled out: objects built alike are made, copied and read several times faster than spreads.
              tensor,
              pipeline,
              virtualPipeline: order.virtualPipeline,
              context: sizes.context,
              expert: sizes.expert,
              expertTensor: hints.expertTensor ?? 1,
              data,
              microBatch,
              sequenceParallel,
              sharding: shardings[0] ?? 'none',
              shardingGroup: hints.shardingGroup ?? null,
              recompute: recomputation.recompute,
              recomputeModules: recomputation.recomputeModules,
              recomputeLayers: recomputation.recomputeLayers,
              offloadLayers: hints.offloadLayers ?? 0,
              schedule: order.schedule,
              pipelineLayout: hints.pipelineLayout ?? null,
            };
            for (const split of overlaps) {
              yield { first, base, shardings, overlaps: split };
              first += shardings.length * split.length;
            }
          }
        }
      }
    }
  }
}

type Sizes = Pick<Layout, 'tensor' | 'pipeline' | 'context' | 'expert' | 'data'>;

/** Parallel sizes that divide the GPUs, the heads and the batch of the job. */
export function* parallelSizes(plan: Plan, wide: boolean): Generator<Sizes> {
  const { workload, cluster } = plan;
  const { model, gpus, globalBatch, sequenceLength } = workload;
  const hints = plan.layoutHints ?? {};
  const fixed = <T>(hint: T | undefined, choices: readonly T[]): readonly T[] =>
    hint === undefined ? choices : [hint];
  const inDomain = (t: number): boolean => t <= cluster.gpusPerDomain && cluster.gpusPerDomain % t === 0;
  const tensors = fixed(
    hints.tensor,
    divisors(model.heads).filter((t) => wide || inDomain(t)),
  );
  const reaches = (tensor: number, context: number): boolean => {
    if (context === 1 || workload.contextExchange === 'ring') return true;
    const ranks = tensor * context;
    return model.heads % ranks === 0 && (model.kvHeads % ranks === 0 || ranks % model.kvHeads === 0);
  };
  const contexts = fixed(
    hints.context,
    CONTEXTS.filter((c) => c === 1 || sequenceLength / c >= MIN_TOKENS_PER_CONTEXT_RANK),
  );
  const experts = fixed(hints.expert, model.moe === null ? [1] : divisors(model.moe.experts));
  for (const tensor of tensors) {
    if (gpus % tensor !== 0 || (model.kvHeads % tensor !== 0 && tensor % model.kvHeads !== 0)) continue;
    const pipelines = divisors(gpus / tensor).filter((p) => p <= model.layers);
    for (const pipeline of fixed(hints.pipeline, pipelines)) {
      for (const context of contexts) {
        const data = gpus / (tensor * pipeline * context);
        if (!Number.isInteger(data) || globalBatch % data !== 0 || sequenceLength % context !== 0) continue;
        if (!reaches(tensor, context)) continue;
        for (const expert of experts) {
          if ((tensor * context * data) % expert === 0) yield { tensor, pipeline, context, expert, data };
        }
      }
    }
  }
}

function shardingsOf(plan: Plan, { pipeline, data, context }: Sizes, wide: boolean): readonly Sharding[] {
  const { sharding } = plan.layoutHints ?? {};
  const choices = wide ? WIDE_SHARDINGS : COMMON_SHARDINGS.filter((each) => each !== 'full' || pipeline === 1);
  return given(sharding, choices, data * context > 1, 'none');
}

/** The hint; otherwise the choices where the dimension exists, and the only value that makes sense where it does not. */
function given<T>(hint: T | undefined, choices: readonly T[], exists: boolean, without: T): readonly T[] {
  if (hint !== undefined) return [hint];
  return exists ? choices : [without];
}

function microBatchesOf(plan: Plan, data: number, wide: boolean): readonly number[] {
  const perReplica = plan.workload.globalBatch / data;
  const { microBatch } = plan.layoutHints ?? {};
  const choices = microBatch !== undefined ? [microBatch] : wide ? divisors(perReplica) : COMMON_MICRO_BATCHES;
  return choices.filter((size) => perReplica % size === 0);
}

type Order = Pick<Layout, 'virtualPipeline' | 'schedule'>;

/** Schedules with their virtual stages; only as many stages as the model has layers, or as a stated split has entries. */
function orders(plan: Plan, pipeline: number, batches: number, wide: boolean): readonly Order[] {
  const split = plan.layoutHints?.pipelineLayout ?? null;
  const { layers } = plan.workload.model;
  return allOrders(plan, pipeline, batches, wide).filter(({ schedule, virtualPipeline }) => {
    const stages = pipeline * chunksPerRank(schedule, pipeline, virtualPipeline);
    return split === null ? stages <= layers : stages === split.length;
  });
}

function allOrders(plan: Plan, pipeline: number, batches: number, wide: boolean): readonly Order[] {
  const { layers } = plan.workload.model;
  const hints = plan.layoutHints ?? {};
  const flat = (): readonly Order[] => {
    if (hints.schedule === 'interleaved') return pipeline === 1 ? [{ virtualPipeline: 1, schedule: '1f1b' }] : [];
    const schedules =
      hints.schedule !== undefined ? [hints.schedule] : wide && pipeline > 1 ? FLAT_SCHEDULES : (['1f1b'] as const);
    return schedules
      .filter((schedule) => scheduleProblem(schedule, pipeline, batches) === null)
      .map((schedule) => ({ virtualPipeline: 1, schedule }));
  };
  // Interleaving wants a multiple of the stages as micro-batches (Narayanan et al. 2021).
  const possible = pipeline > 1 && batches % pipeline === 0;
  const schedule = hints.schedule ?? 'interleaved';
  if (hints.virtualPipeline !== undefined && hints.virtualPipeline > 1) {
    return possible ? [{ virtualPipeline: hints.virtualPipeline, schedule }] : flat();
  }
  if (hints.virtualPipeline === 1 || !possible || schedule !== 'interleaved') return flat();
  const common = COMMON_VIRTUAL_STAGES;
  const choices = wide ? [...new Set([...common, ...divisors(Math.floor(layers / pipeline))])] : common;
  const interleaved = choices.filter((v) => v > 1);
  return [...flat(), ...interleaved.map((virtualPipeline) => ({ virtualPipeline, schedule }) satisfies Order)];
}

/**
 * Overlap on and off for the dimensions that exist and are open. Outer lists share the switch that reaches into a layer.
 * The same objects come back for the same dimensions: a training context is kept for each.
 */
function switches(stated: Partial<Overlap>): (usual: Overlap, sizes: Sizes) => readonly (readonly Overlap[])[] {
  const known = new Map<string, readonly (readonly Overlap[])[]>();
  const open = (usual: Overlap, dimension: keyof Overlap, exists: boolean): readonly number[] => {
    const value = usual[dimension];
    return exists && stated[dimension] === undefined ? [value, ...[0, 1].filter((other) => other !== value)] : [value];
  };
  const make = (usual: Overlap, tensors: boolean, copies: boolean, stages: boolean): readonly (readonly Overlap[])[] =>
    open(usual, 'tensor', tensors).map((tensor) =>
      open(usual, 'data', copies).flatMap((data) =>
        open(usual, 'pipeline', stages).map((pipeline) => ({ ...usual, tensor, data, pipeline })),
      ),
    );
  return (usual, { tensor, pipeline, context, data }) => {
    const key = `${usual.pipeline} ${tensor > 1} ${data * context > 1} ${pipeline > 1}`;
    const made = known.get(key) ?? make(usual, tensor > 1, data * context > 1, pipeline > 1);
    known.set(key, made);
    return made;
  };
}

/** The candidates of a group, in order. */
export function* candidatesOf({ base, shardings, overlaps }: CandidateGroup): Generator<Candidate> {
  for (const overlap of overlaps) {
    for (const sharding of shardings)
      yield { layout: sharding === base.sharding ? base : { ...base, sharding }, overlap };
  }
}

export const sizeOf = ({ shardings, overlaps }: CandidateGroup): number => shardings.length * overlaps.length;

/** Whether a candidate is one of a group. */
export function holds({ base, shardings, overlaps }: CandidateGroup, { layout, overlap }: Candidate): boolean {
  const same = (Object.keys(base) as (keyof Layout)[]).every(
    (key) => key === 'sharding' || base[key] === layout[key] || String(base[key]) === String(layout[key]),
  );
  const alike = (other: Overlap): boolean =>
    (Object.keys(other) as (keyof Overlap)[]).every((key) => other[key] === overlap[key]);
  return same && shardings.includes(layout.sharding) && overlaps.some(alike);
}

/** How many candidates a space has. */
export function spaceSize(plan: Plan, space: Space['name']): number {
  let size = 0;
  for (const group of candidateGroups(plan, space)) size += sizeOf(group);
  return size;
}
