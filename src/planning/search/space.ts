import type { Layout, Plan, Recompute, Schedule, Sharding, Workload } from '../../spec/plan.ts';
import { chunksPerRank, scheduleProblem } from '../../spec/schedule-rules.ts';

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

const COMMON_MICRO_BATCHES = [1, 2, 4, 8, 16];
const COMMON_VIRTUAL_STAGES = [1, 2, 3, 4, 5, 6, 8, 10, 12];

/** Context parallelism is worth trying once a rank keeps at least this many tokens (one tile of queries a head). */
const MIN_TOKENS_PER_CONTEXT_RANK = 1024;

const RECOMPUTES: readonly Recompute[] = ['none', 'selective', 'full'];
const COMMON_SHARDINGS: readonly Sharding[] = ['optimizer', 'full'];
const WIDE_SHARDINGS: readonly Sharding[] = ['none', 'optimizer', 'gradients', 'full'];
const FLAT_SCHEDULES: readonly Schedule[] = ['1f1b', 'gpipe', 'zb-1p', 'zb-2p'];

/**
 * Every plan worth timing, in groups. The common space holds what frameworks run in practice: tensor groups inside a
 * scale-up domain, small powers of two as micro-batches, sharded optimizers, ZeRO-3 without a pipeline, the spec's own
 * overlap. The wide space is a superset counted the way Calculon enumerates (Isaev et al. 2023): every tensor group that
 * divides heads and GPUs, every micro-batch that divides the batch, every count of virtual stages that divides the layers,
 * sequence parallelism on and off, recomputation by module and by layer, all shardings and schedules, overlap of tensor,
 * data and pipeline communication on and off. What the spec states is kept in both.
 */
export function* candidateGroups(plan: Plan, space: Space['name']): Generator<CandidateGroup> {
  const { workload } = plan;
  const { model } = workload;
  const hints = plan.layoutHints ?? {};
  const wide = space === 'wide';
  let first = 0;
  for (const sizes of parallelSizes(plan, wide)) {
    const { tensor, pipeline, context, data } = sizes;
    const copies = data * context;
    const shardings = given(hints.sharding, wide ? WIDE_SHARDINGS : COMMON_SHARDINGS, copies > 1, 'none').filter(
      (sharding) => wide || hints.sharding !== undefined || sharding !== 'full' || pipeline === 1,
    );
    const recomputations = recomputationsOf(plan, pipeline, wide);
    const overlaps = wide ? overlapsOf(workload.overlap, sizes) : null;
    for (const microBatch of microBatchesOf(plan, data, wide)) {
      const batches = workload.globalBatch / (data * microBatch);
      for (const { virtualPipeline, schedule } of orders(plan, pipeline, batches, wide)) {
        for (const sequenceParallel of given(
          hints.sequenceParallel,
          wide ? [true, false] : [true],
          tensor > 1,
          false,
        )) {
          for (const recomputation of recomputations) {
            const base: Layout = {
              ...sizes,
              virtualPipeline,
              expertTensor: hints.expertTensor ?? 1,
              microBatch,
              sequenceParallel,
              sharding: shardings[0] ?? 'none',
              shardingGroup: hints.shardingGroup ?? null,
              ...recomputation,
              offloadLayers: hints.offloadLayers ?? 0,
              schedule,
              pipelineLayout: hints.pipelineLayout ?? null,
            };
            if (pipeline * chunksPerRank(schedule, pipeline, virtualPipeline) > model.layers) continue;
            for (const split of overlaps ?? [[workload.overlap]]) {
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
  const contexts = fixed(
    hints.context,
    [1, 2, 4, 8, 16].filter((c) => c === 1 || sequenceLength / c >= MIN_TOKENS_PER_CONTEXT_RANK),
  );
  const experts = fixed(hints.expert, model.moe === null ? [1] : divisors(model.moe.experts));
  for (const tensor of tensors) {
    if (gpus % tensor !== 0 || (model.kvHeads % tensor !== 0 && tensor % model.kvHeads !== 0)) continue;
    const pipelines = divisors(gpus / tensor).filter((p) => p <= model.layers);
    for (const pipeline of fixed(hints.pipeline, pipelines)) {
      for (const context of contexts) {
        const data = gpus / (tensor * pipeline * context);
        if (!Number.isInteger(data) || globalBatch % data !== 0) continue;
        for (const expert of experts) {
          if ((tensor * context * data) % expert === 0) yield { tensor, pipeline, context, expert, data };
        }
      }
    }
  }
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

type Recomputation = Pick<Layout, 'recompute' | 'recomputeModules' | 'recomputeLayers'>;

/** What a layer may redo, one by one and together; the wide space also redoes whole layers of a part of a stage. */
const MODULES: readonly string[] = ['core_attn', 'layernorm', 'act'];
const WIDE_MODULES = [1, 2, 3, 4, 5, 6, 7].map((bits) => MODULES.filter((_, i) => ((bits >> i) & 1) === 1));
const WIDE_SHARES = 8;

function recomputationsOf(plan: Plan, pipeline: number, wide: boolean): readonly Recomputation[] {
  const hints = plan.layoutHints ?? {};
  const recomputeModules = hints.recomputeModules ?? [];
  const recomputeLayers = hints.recomputeLayers ?? null;
  const plain = (recompute: Recompute): Recomputation => ({ recompute, recomputeModules, recomputeLayers });
  const open = hints.recomputeModules === undefined && hints.recomputeLayers === undefined;
  if (hints.recompute !== undefined) return [plain(hints.recompute)];
  if (!wide || !open) return RECOMPUTES.map(plain);
  const perStage = Math.ceil(plan.workload.model.layers / pipeline);
  const layers = Array.from({ length: WIDE_SHARES - 1 }, (_, i) => Math.round((perStage * (i + 1)) / WIDE_SHARES));
  const partial = [...new Set(layers)].filter((count) => count > 0 && count < perStage);
  return [
    ...RECOMPUTES.map(plain),
    ...WIDE_MODULES.filter((modules) => modules.join() !== 'core_attn').map(
      (modules): Recomputation => ({ recompute: 'selective', recomputeModules: modules, recomputeLayers: null }),
    ),
    ...partial.map((count): Recomputation => ({ recompute: 'full', recomputeModules: [], recomputeLayers: count })),
  ];
}

type Order = Pick<Layout, 'virtualPipeline' | 'schedule'>;

/** Schedules with their virtual stages. */
function orders(plan: Plan, pipeline: number, batches: number, wide: boolean): readonly Order[] {
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
  const interleaved = choices.filter((v) => v > 1 && pipeline * v <= layers);
  return [...flat(), ...interleaved.map((virtualPipeline) => ({ virtualPipeline, schedule }) satisfies Order)];
}

/** Overlap on and off for the dimensions that exist; groups share the switch that reaches into a layer. */
function overlapsOf(stated: Overlap, { tensor, pipeline, context, data }: Sizes): readonly (readonly Overlap[])[] {
  const both = (exists: boolean, value: number): readonly number[] =>
    exists ? [value, ...[0, 1].filter((other) => other !== value)] : [value];
  return both(tensor > 1, stated.tensor).map((tensorShare) =>
    both(data * context > 1, stated.data).flatMap((dataShare) =>
      both(pipeline > 1, stated.pipeline).map((pipelineShare) => ({
        ...stated,
        tensor: tensorShare,
        data: dataShare,
        pipeline: pipelineShare,
      })),
    ),
  );
}

/** The candidates of a group, in order. */
export function* candidatesOf({ base, shardings, overlaps }: CandidateGroup): Generator<Candidate> {
  for (const overlap of overlaps) {
    for (const sharding of shardings)
      yield { layout: sharding === base.sharding ? base : { ...base, sharding }, overlap };
  }
}

/** How many candidates a space has. */
export function spaceSize(plan: Plan, space: Space['name']): number {
  let size = 0;
  for (const { shardings, overlaps } of candidateGroups(plan, space)) size += shardings.length * overlaps.length;
  return size;
}
