import type { Architecture, Gpu } from '../../catalog/types.ts';
import { jobTooLarge, noPeak, partialNodes, recipeMismatch } from '../../diagnostics/messages/consistency.ts';
import type { Workload } from '../plan.ts';
import { defaultPrecision, runs, scaledBy } from '../precision.ts';
import type { Section } from '../schema/spec.ts';
import { PRECISIONS } from '../schema/workload.ts';
import { judged } from './defaults.ts';
import type { Sizes } from './layout.ts';
import type { Resolving } from './resolving.ts';
import { resolveOverlap, resolveSoftware } from './software.ts';

type WorkloadSpec = Section<'workload'>;

const MOMENT_BYTES = { fp32: 4, bf16: 2, fp8: 1 } as const;

/** GPUs of the job, or null when they do not fit into the cluster. */
export function jobGpus(
  { report, at, intact }: Resolving,
  workload: WorkloadSpec,
  gpus: number,
  gpusPerNode: number | null,
): number | null {
  if (!intact('workload.gpus', 'gpus.count')) return null;
  const job = workload.gpus ?? gpus;
  if (job > gpus) {
    report(jobTooLarge(at('workload.gpus'), job, gpus));
    return null;
  }
  if (
    workload.gpus !== undefined &&
    gpusPerNode !== null &&
    intact('gpus.per_node') &&
    job > gpusPerNode &&
    job % gpusPerNode !== 0
  ) {
    report(partialNodes(at('workload.gpus'), job, gpusPerNode));
  }
  return job;
}

export function checkPrecision({ report, at, intact }: Resolving, workload: WorkloadSpec, gpu: Gpu): void {
  if (!intact('workload.precision', 'gpus.type')) return;
  const { precision = defaultPrecision(gpu), fp8_recipe: recipe } = workload;
  const known = PRECISIONS.filter((candidate) => runs(gpu, candidate));
  if (!runs(gpu, precision)) {
    report(noPeak(at(workload.precision === undefined ? 'workload' : 'workload.precision'), gpu.id, precision, known));
  } else if (intact('workload.fp8_recipe') && scaledBy(precision, recipe ?? null) === null) {
    report(recipeMismatch(at('workload.fp8_recipe'), precision, recipe ?? ''));
  } else if (recipe === 'mx' && intact('workload.fp8_recipe') && !runs(gpu, 'mxfp8')) {
    report(noPeak(at('workload.fp8_recipe'), gpu.id, 'mxfp8', known));
  }
}

/** What the defaults of a workload depend on. */
interface JobFacts {
  /** null: refused. */
  readonly gpu: Gpu | null;
  readonly model: Architecture;
  readonly gpus: number;
  readonly sizes: Sizes | null;
}

/** Everything of the workload but its layout, defaults filled in. */
export function resolveWorkload(
  resolving: Resolving,
  { sequence_length: sequenceLength, global_batch: globalBatch, ...workload }: WorkloadSpec,
  { gpu, model, gpus, sizes }: JobFacts,
): Workload | null {
  if (sequenceLength === undefined || globalBatch === undefined) return null;
  const { ledger } = resolving;
  const software = resolveSoftware(resolving, workload.software);
  const used = new Set<keyof Workload['overlap']>(
    sizes === null
      ? ['tensor', 'pipeline', 'data', 'context', ...(model.moe === null ? [] : ['expert' as const])]
      : [
          ...(['tensor', 'pipeline', 'context', 'expert'] as const).filter((dimension) => sizes[dimension] > 1),
          ...(sizes.tensor * sizes.pipeline * sizes.context < gpus ? ['data' as const] : []),
        ],
  );
  const assume = <T extends string | boolean>(key: string, value: T, reason: string): T =>
    ledger.assume(`workload.${key}`, value, null, judged(reason));
  // Megatron-LM forces fp32 accumulation for bf16 only (arguments.py, accumulate_allreduce_grads_in_fp32).
  const usual = defaultPrecision(gpu);
  const precision =
    workload.precision ??
    assume('precision', usual, usual === 'bf16' ? 'the usual format of training' : 'the first that the GPU has');
  const gradient =
    workload.gradient_precision ??
    (precision === 'fp16'
      ? assume('gradient_precision', 'bf16', "Megatron's and DeepSpeed's default for fp16: gradients in 16 bits")
      : assume('gradient_precision', 'fp32', "Megatron's default"));
  return {
    kind: 'training',
    task: resolveTask(resolving, workload.task),
    model: withWindow(model, workload.attention_window),
    ...(scaledBy(precision, workload.fp8_recipe ?? null) ?? { precision, fp8Recipe: null }),
    sequenceLength,
    globalBatch,
    gpus,
    attentionKernel: workload.attention ?? assume('attention', 'flash', 'the practice since 2023'),
    gradientBytes: gradient === 'fp32' ? 4 : 2,
    optimizer: workload.optimizer ?? assume('optimizer', 'adam', 'the usual optimizer'),
    optimizerOffload: Number(workload.optimizer_offload ?? 0),
    momentBytes: MOMENT_BYTES[workload.moment_precision ?? 'fp32'],
    activationInputBytes: workload.activation_input_precision === 'fp8' ? 1 : 2,
    contextExchange:
      workload.context_exchange ??
      (sizes?.context === 1 ? 'ring' : assume('context_exchange', 'ring', 'the default of Megatron-LM')),
    cudaGraphs: workload.cuda_graphs ?? assume('cuda_graphs', false, 'kernels are launched one by one'),
    parallelBlock: workload.parallel_block ?? false,
    groupedGemm:
      workload.grouped_gemm ?? (model.moe === null || assume('grouped_gemm', true, 'the practice since 2024')),
    software,
    overlap: resolveOverlap(resolving, workload.overlap, software, workload.schedule, used),
    tokens: workload.tokens ?? null,
  };
}

function resolveTask({ ledger }: Resolving, task: WorkloadSpec['task']): Workload['task'] {
  if (task === undefined)
    return ledger.assume('workload.task', 'pretrain', null, judged('the usual job')) as 'pretrain';
  if (typeof task === 'string') return task;
  const { rank, targets } = task.lora;
  if (targets !== undefined) return { loraRank: rank, loraTargets: targets };
  ledger.assume('workload.task.lora.targets', 'qkv, proj', null, judged('adapters on the attention matrices'));
  return { loraRank: rank, loraTargets: ['qkv', 'proj'] };
}

const withWindow = (model: Architecture, window: WorkloadSpec['attention_window']): Architecture =>
  window === undefined ? model : { ...model, attentionWindow: typeof window === 'number' ? [window] : window };
