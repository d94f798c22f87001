import type { Architecture } from '../../catalog/types.ts';
import {
  badPipelineLayout,
  batchDoesNotDivide,
  denseModel,
  expertsDoNotDivide,
  groupDoesNotDivideGpus,
  headsDoNotDivide,
  headsDoNotReach,
  parallelismMismatch,
  scheduleMismatch,
  sequenceDoesNotDivide,
  shardingGroupDoesNotDivide,
  tooManyStages,
} from '../../diagnostics/messages/consistency.ts';
import { noEffect } from '../../diagnostics/messages/notes.ts';
import { chunksPerRank, scheduleProblem } from '../schedule-rules.ts';
import type { Section } from '../schema/spec.ts';
import type { Sizes } from './layout.ts';
import type { Resolving } from './resolving.ts';

type WorkloadSpec = Section<'workload'>;

const PARALLELISM = 'workload.parallelism';

/**
 * Replicas of a stated layout on the GPUs of the job, or null when the factors do not fit (reported).
 */
export function dataSize({ report, at, intact }: Resolving, sizes: Sizes, gpus: number): number | null {
  const { tensor, pipeline, context } = sizes;
  if (!intact(PARALLELISM, 'gpus.count', 'workload.gpus')) return null;
  const group = tensor * pipeline * context;
  if (sizes.data !== undefined) {
    if (group * sizes.data === gpus) return sizes.data;
    report(parallelismMismatch(at(`${PARALLELISM}.data`), { tensor, pipeline, context, data: sizes.data }, gpus));
    return null;
  }
  if (gpus % group === 0) return gpus / group;
  report(groupDoesNotDivideGpus(at(PARALLELISM, 'key'), group, gpus));
  return null;
}

/** What the model must divide by: checks of a stated layout that need no GPU count. */
export function checkModelFits(resolving: Resolving, workload: WorkloadSpec, sizes: Sizes, model: Architecture): void {
  const { report, at, intact } = resolving;
  const { tensor, expert, expertTensor, context } = sizes;
  if (!intact(PARALLELISM, 'workload.model')) return;
  if (model.heads % tensor !== 0) report(headsDoNotDivide(at(`${PARALLELISM}.tensor`), 'heads', model.heads, tensor));
  // Fewer key-value heads than ranks are replicated.
  else if (model.kvHeads % tensor !== 0 && tensor % model.kvHeads !== 0) {
    report(headsDoNotDivide(at(`${PARALLELISM}.tensor`), 'kv_heads', model.kvHeads, tensor));
  }
  if (workload.context_exchange === 'all-to-all' && context > 1) {
    const ranks = tensor * context;
    const where = at(`${PARALLELISM}.context`);
    if (model.heads % ranks !== 0) report(headsDoNotReach(where, 'heads', model.heads, tensor, context));
    else if (model.kvHeads % ranks !== 0 && ranks % model.kvHeads !== 0) {
      report(headsDoNotReach(where, 'kv_heads', model.kvHeads, tensor, context));
    }
  }
  if (model.moe === null) {
    if (expert > 1) report(denseModel(at(`${PARALLELISM}.expert`), model.name));
    else if (expertTensor > 1) report(denseModel(at(`${PARALLELISM}.expert_tensor`), model.name));
  } else if (model.moe.experts % expert !== 0) {
    report(expertsDoNotDivide(at(`${PARALLELISM}.expert`), expert, 'experts', model.moe.experts));
  }
  if (workload.sequence_length !== undefined && workload.sequence_length % context !== 0) {
    report(
      sequenceDoesNotDivide(at('workload.sequence_length'), workload.sequence_length, `context ${context}`, context),
    );
  }
  const parts = tensor * context;
  if (tensor > 1 && workload.sequence_parallel === true && (workload.sequence_length ?? 0) % parts !== 0) {
    const by = `tensor ${tensor} x context ${context}, sequence_parallel`;
    report(sequenceDoesNotDivide(at('workload.sequence_parallel'), workload.sequence_length ?? 0, by, parts));
  }
  checkStages(resolving, workload, sizes, model);
}

/** The embedding and the head each count as a layer in most stacks: 126 layers lie on 128 virtual stages. */
const OUTER_LAYERS = 2;

function checkStages(
  { report, at, intact }: Resolving,
  workload: WorkloadSpec,
  sizes: Sizes,
  model: Architecture,
): void {
  const { pipeline, virtualPipeline } = sizes;
  const stages = pipeline * chunksPerRank(workload.schedule ?? '1f1b', pipeline, virtualPipeline);
  const virtualPath = `${PARALLELISM}.virtual_pipeline`;
  if (virtualPipeline > 1 && pipeline === 1) {
    report(noEffect(at(virtualPath), 'without pipeline parallelism'));
  } else if (virtualPipeline > 1 && workload.schedule !== undefined && workload.schedule !== 'interleaved') {
    const reason = `has no virtual stages, but virtual_pipeline is ${virtualPipeline}`;
    report(
      scheduleMismatch(
        at('workload.schedule'),
        workload.schedule,
        reason,
        'use interleaved, or remove virtual_pipeline',
      ),
    );
  } else if (workload.schedule === 'interleaved' && virtualPipeline === 1) {
    report(noEffect(at('workload.schedule'), 'without virtual_pipeline above 1'));
  }
  const list = workload.pipeline_layout;
  if (list === undefined) {
    if (stages > model.layers + OUTER_LAYERS && intact('workload.pipeline_layout')) {
      report(tooManyStages(at(virtualPipeline > 1 ? virtualPath : `${PARALLELISM}.pipeline`), stages, model.layers));
    }
    return;
  }
  if (list.length !== stages) {
    const chunks = stages / pipeline;
    const needs = `pipeline ${pipeline} x ${workload.schedule === 'zb-v' ? 'chunks' : 'virtual_pipeline'} ${chunks}`;
    report(badPipelineLayout(at('workload.pipeline_layout'), `has ${list.length} entries, needs ${stages} (${needs})`));
  }
}

/** The layers of a stated layout add up to the model's. */
export function checkLayerSum({ report, at, intact }: Resolving, workload: WorkloadSpec, model: Architecture): void {
  const list = workload.pipeline_layout;
  if (list === undefined || !intact('workload.pipeline_layout', 'workload.model')) return;
  const sum = list.reduce((total, layers) => total + layers, 0);
  if (sum !== model.layers) {
    report(
      badPipelineLayout(at('workload.pipeline_layout'), `has ${sum} layers in all, the model has ${model.layers}`),
    );
  }
}

/** What the batch and the ranks must divide by, once the replicas are known. */
export function checkRanks(
  { report, at, intact }: Resolving,
  workload: WorkloadSpec,
  sizes: Sizes,
  data: number,
  model: Architecture | null,
): void {
  const { tensor, context, expert, expertTensor } = sizes;
  const microBatch = workload.micro_batch ?? 1;
  const globalBatch = workload.global_batch;
  if (globalBatch !== undefined && intact('workload.micro_batch') && globalBatch % (data * microBatch) !== 0) {
    report(batchDoesNotDivide(at('workload.global_batch'), globalBatch, data, microBatch));
  } else if (globalBatch !== undefined && intact('workload.schedule', 'workload.micro_batch') && workload.schedule) {
    const problem = scheduleProblem(workload.schedule, sizes.pipeline, globalBatch / (data * microBatch));
    if (problem !== null) report(scheduleMismatch(at('workload.schedule'), workload.schedule, problem));
  }
  const ranks = tensor * context * data;
  if (model?.moe != null && ranks % (expert * expertTensor) !== 0) {
    report(expertsDoNotDivide(at(`${PARALLELISM}.expert`), expert * expertTensor, 'ranks of a pipeline stage', ranks));
  }
  const group = workload.sharding_group;
  if (group !== undefined && intact('workload.sharding_group') && (data * context) % group !== 0) {
    report(shardingGroupDoesNotDivide(at('workload.sharding_group'), group, data * context));
  }
}

/** While the search chooses the ranks, a sharding group can only divide them if it divides the GPUs. */
export function checkGroupOfAny({ report, at, intact }: Resolving, workload: WorkloadSpec, gpus: number): void {
  const group = workload.sharding_group;
  if (group !== undefined && intact('workload.sharding_group', 'workload.parallelism') && gpus % group !== 0) {
    report(shardingGroupDoesNotDivide(at('workload.sharding_group'), group, gpus));
  }
}

/** Keys that another key makes meaningless. */
export function checkEffects({ report, at }: Resolving, workload: WorkloadSpec): void {
  if (workload.sharding === 'none' && workload.sharding_group !== undefined) {
    report(noEffect(at('workload.sharding_group'), 'with sharding: none'));
  }
  if (
    workload.recompute_modules !== undefined &&
    workload.recompute !== undefined &&
    workload.recompute !== 'selective'
  ) {
    report(noEffect(at('workload.recompute_modules'), `with recompute: ${workload.recompute}`));
  }
  if (workload.recompute_layers !== undefined && workload.recompute === 'none') {
    report(noEffect(at('workload.recompute_layers'), 'with recompute: none'));
  }
  if (workload.fp8_recipe !== undefined && !/fp8|fp4/.test(workload.precision ?? 'bf16')) {
    report(noEffect(at('workload.fp8_recipe'), `with precision: ${workload.precision ?? 'bf16'}`));
  }
}
