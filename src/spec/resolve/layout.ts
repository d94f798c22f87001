import type { Architecture } from '../../catalog/types.ts';
import type { Layout, Schedule, Sharding, Workload } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { judged } from './defaults.ts';
import type { Resolving } from './resolving.ts';

type WorkloadSpec = Section<'workload'>;
export type Sizes = Pick<Layout, 'tensor' | 'pipeline' | 'virtualPipeline' | 'context' | 'expert' | 'expertTensor'> & {
  readonly data: number | undefined;
};

/** The stated factors of `parallelism`; null: the search chooses. */
export function statedSizes({ parallelism }: WorkloadSpec): Sizes | null {
  if (parallelism === undefined || parallelism === 'auto') return null;
  return {
    tensor: parallelism.tensor ?? 1,
    pipeline: parallelism.pipeline ?? 1,
    virtualPipeline: parallelism.virtual_pipeline ?? 1,
    context: parallelism.context ?? 1,
    expert: parallelism.expert ?? 1,
    expertTensor: parallelism.expert_tensor ?? 1,
    data: parallelism.data,
  };
}

/** Virtual stages of a rank: without pipeline parallelism there is nothing to interleave. */
const stagesPerRank = ({ pipeline, virtualPipeline }: Sizes): number => (pipeline > 1 ? virtualPipeline : 1);

const definedOnly = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** What a spec fixes of a layout beside `parallelism`. */
export function layoutHints(workload: WorkloadSpec, model: Architecture): Partial<Layout> {
  return definedOnly({
    microBatch: workload.micro_batch,
    sequenceParallel: workload.sequence_parallel,
    sharding: workload.sharding,
    shardingGroup: workload.sharding_group,
    recompute: workload.recompute,
    recomputeModules: workload.recompute_modules,
    recomputeLayers: workload.recompute_layers,
    offloadLayers: offloadLayers(workload, model),
    schedule: workload.schedule,
    pipelineLayout: workload.pipeline_layout,
  }) as Partial<Layout>;
}

function offloadLayers({ activation_offload: offload }: WorkloadSpec, model: Architecture): number | undefined {
  if (offload === undefined) return undefined;
  if (typeof offload === 'boolean') return offload ? model.layers : 0;
  return offload.layers;
}

/** Year in which sharding the optimizer became the practice of pre-training. */
const SHARDED_SINCE = 2023;

/** A stated layout with its defaults; `data` follows from the GPUs. */
export function completeLayout(
  { ledger }: Resolving,
  workload: WorkloadSpec,
  sizes: Sizes,
  data: number,
  model: Architecture,
  software: Workload['software'],
): Layout {
  const hints = layoutHints(workload, model);
  const replicas = data * sizes.context;
  return {
    tensor: sizes.tensor,
    pipeline: sizes.pipeline,
    virtualPipeline: stagesPerRank(sizes),
    context: sizes.context,
    expert: sizes.expert,
    expertTensor: sizes.expertTensor,
    data,
    microBatch:
      hints.microBatch ??
      ledger.assume('workload.micro_batch', 1, 'sequence', judged('the smallest; raise it where memory allows')),
    sequenceParallel: hints.sequenceParallel ?? (sizes.tensor > 1 && defaultSequenceParallel()),
    sharding: hints.sharding ?? defaultSharding(),
    shardingGroup: hints.shardingGroup ?? null,
    recompute: hints.recompute ?? ledger.assume('workload.recompute', 'none', null, judged('no recomputation')),
    recomputeModules: hints.recomputeModules ?? [],
    recomputeLayers: hints.recomputeLayers ?? null,
    offloadLayers: hints.offloadLayers ?? 0,
    schedule: schedule(),
    pipelineLayout: hints.pipelineLayout ?? null,
  };

  function defaultSequenceParallel(): boolean {
    const divides = (workload.sequence_length ?? 0) % (sizes.tensor * sizes.context) === 0;
    const source = divides ? 'the practice with tensor parallelism' : 'tensor ranks do not divide the sequence';
    return ledger.assume('workload.sequence_parallel', divides, null, judged(source));
  }

  function defaultSharding(): Sharding {
    if (replicas === 1) return 'none';
    const sharded = software.year >= SHARDED_SINCE;
    const source = sharded
      ? 'the distributed optimizer is the practice since 2023'
      : 'frameworks before 2023 kept whole copies';
    return ledger.assume('workload.sharding', sharded ? 'optimizer' : 'none', null, judged(source));
  }

  function schedule(): Schedule {
    const value = stagesPerRank(sizes) > 1 ? 'interleaved' : '1f1b';
    if (hints.schedule === 'interleaved') return value;
    if (hints.schedule !== undefined) return hints.schedule;
    if (sizes.pipeline === 1) return value;
    const source =
      stagesPerRank(sizes) > 1 ? 'goes with virtual_pipeline' : 'the usual schedule without virtual stages';
    return ledger.assume('workload.schedule', value, null, judged(source));
  }
}
