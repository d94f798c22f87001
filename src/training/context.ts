import type { Architecture, NumberFormat } from '../catalog/types.ts';
import type { CollectiveModel } from '../collectives/types.ts';
import { constant, type Device, device, linearFormat } from '../compute/device.ts';
import { type Adapters, adaptersOf } from '../model/adapters.ts';
import { type LayerKind, layerKinds } from '../model/layers.ts';
import { attentionParameters, expertParameters, feedForwardParameters } from '../model/parameters.ts';
import type { Plan, Workload } from '../spec/plan.ts';

/** Everything about a plan that does not change with the layout: computed once, then many layouts are timed. */
export interface TrainingContext {
  readonly plan: Plan;
  readonly workload: Workload;
  readonly device: Device;
  readonly collectives: CollectiveModel;
  readonly format: NumberFormat;
  readonly kinds: readonly LayerKind[];
  readonly ofLayer: readonly number[];
  /** Cost of the output layer in layers, where the framework splits a pipeline by cost; null: it splits evenly. */
  readonly headLayers: number | null;
  /** What trains over frozen weights (LoRA): only adapters have weight gradients, reductions and optimizer state. */
  readonly adapters: Adapters | null;
  /** Dropout exists in stacks that train with unfused attention. */
  readonly dropout: boolean;
  readonly constants: {
    readonly interference: number;
    readonly tensorBackwardOverlap: number;
    readonly tensorOverlapEfficiency: number;
    readonly hostForwardS: number;
    readonly hostBackwardS: number;
    readonly moeHostS: number;
    readonly fp8ExtraPasses: number;
    readonly expertRampK: number;
    readonly expertKernelS: number;
    readonly expertRowPasses: number;
    readonly gatheredInputsKept: number;
    readonly hostMemoryBytesPerS: number;
    readonly stepOverheadS: number;
    readonly stragglerPerDoubling: number;
    readonly bucketBytes: number;
    readonly computeSlowdown: number;
    readonly elementwisePasses: number;
    readonly shardedGatherSlowdown: number;
  };
}

/** Matrix parameters of the output layer over those of a layer. */
function headCostInLayers(a: Architecture): number {
  const feedForward = a.moe === null ? feedForwardParameters(a, a.ffn).sharded : a.moe.topK * expertParameters(a);
  return (a.vocab * a.hidden) / (attentionParameters(a).sharded + feedForward);
}

export function trainingContext(
  plan: Plan,
  collectives: CollectiveModel,
  factors: { readonly compute?: number; readonly memory?: number } = {},
): TrainingContext {
  const { workload } = plan;
  const value = (id: string): number => constant(plan, id);
  return {
    plan,
    workload,
    device: device(plan, factors.compute, factors.memory),
    collectives,
    format: linearFormat(workload.precision),
    ...layerKinds(workload.model),
    headLayers: value('pipeline_split_by_cost') === 1 ? headCostInLayers(workload.model) : null,
    adapters: adaptersOf(workload),
    dropout: workload.attentionKernel === 'unfused',
    constants: {
      interference: value('overlap_interference'),
      tensorBackwardOverlap: value('tensor_backward_overlap'),
      tensorOverlapEfficiency: value('tensor_overlap_efficiency'),
      hostForwardS: workload.cudaGraphs ? 0 : value('host_time_per_layer_forward'),
      hostBackwardS: workload.cudaGraphs ? 0 : value('host_time_per_layer_backward'),
      moeHostS: workload.cudaGraphs ? 0 : value('moe_host_time_per_layer'),
      fp8ExtraPasses: value('low_precision_cast_passes'),
      expertRampK: value('expert_ramp_k'),
      expertKernelS: value('expert_kernel_overhead'),
      expertRowPasses: value('expert_row_passes'),
      gatheredInputsKept: value('gathered_inputs_kept'),
      hostMemoryBytesPerS: value('host_memory_bandwidth'),
      stepOverheadS: value('step_overhead'),
      stragglerPerDoubling: value('straggler_share_per_doubling'),
      bucketBytes: value('gradient_bucket_bytes'),
      computeSlowdown: value('software_compute_slowdown'),
      elementwisePasses: value('elementwise_passes'),
      shardedGatherSlowdown: value('sharded_gather_slowdown'),
    },
  };
}
