import { type Entries, entry, stated } from './entry.ts';

const parts = [
  'compute_s',
  'recompute_s',
  'tensor_exposed_s',
  'context_exposed_s',
  'expert_exposed_s',
  'pipeline_exposed_s',
  'pipeline_bubble_s',
  'data_exposed_s',
  'optimizer_s',
  'jitter_s',
  'storage_s',
  'other_s',
].map((name) => `training.breakdown.${name}`);

const computeConstants = [
  'matmul_ceiling_bf16',
  'matmul_wave_loss',
  'matmul_ramp_k',
  'attention_forward_efficiency',
  'attention_backward_efficiency',
  'memory_efficiency',
  'kernel_overhead',
  'elementwise_passes',
].map((id) => `constant:${id}`);

const roofline = 'roofline (Williams et al. 2009) per operation, with measured matrix efficiency';
const work = ['plan:workload.model', 'plan:workload.sequence_length', 'plan:workload.global_batch', 'plan:parallelism'];
const device = ['plan:gpus.peak', 'plan:gpus.memory_bandwidth'];
const exposed = (dimension: string) =>
  entry(
    `Time in which GPUs wait for ${dimension} communication`,
    'time of the operations - what independent computation hides',
    ['collectives[].exposed_s', 'plan:overlap', 'plan:parallelism', 'constant:overlap_interference'],
  );

export const training: Entries = {
  'training.step_time_s': entry(
    'Time of one optimizer step, on the critical path of the slowest stage',
    'sum of the parts of the breakdown',
    parts,
  ),
  'training.step_time_interval_s.low': entry(
    'Lower end of the range for the step time',
    'step time x lower quantile of the residuals of comparable published runs',
    ['training.step_time_s'],
  ),
  'training.step_time_interval_s.high': entry(
    'Upper end of the range for the step time',
    'step time x upper quantile of the residuals of comparable published runs',
    ['training.step_time_s'],
  ),
  'training.step_time_interval_s.coverage_fraction': stated('Share of comparable runs that the range should hold'),
  'training.step_time_interval_s.basis': stated('Published runs that the range rests on'),
  'training.breakdown.compute_s': entry(
    'Forward and backward computation',
    'micro-batches x sum over the operations of max(FLOPs / sustained rate, bytes / memory rate) + launch',
    [...work, ...device, 'plan:workload.precision', ...computeConstants],
    roofline,
  ),
  'training.breakdown.recompute_s': entry(
    'Activations computed again in the backward pass',
    'forward time of what is recomputed',
    [...work, ...device, 'plan:workload.recompute'],
    'Korthikanti et al. 2022',
  ),
  'training.breakdown.tensor_exposed_s': exposed('tensor-parallel'),
  'training.breakdown.context_exposed_s': exposed('context-parallel'),
  'training.breakdown.expert_exposed_s': exposed('expert-parallel'),
  'training.breakdown.pipeline_exposed_s': exposed('pipeline point-to-point'),
  'training.breakdown.pipeline_bubble_s': entry(
    'Time in which a stage waits for the pipeline to fill and drain, and for slower stages',
    'time F + B + W of a micro-batch on the other stages / virtual stages; ZB-1p F + B - W; ZB-V B - W; DualPipe (p/2 - 1)(F&B + B - 2W)',
    [
      'plan.pipeline',
      'plan.virtual_pipeline',
      'plan.micro_batch',
      'plan:workload.global_batch',
      'plan:workload.schedule',
    ],
    'Narayanan et al. 2021; Qi et al. 2023 (arXiv 2401.10241); DeepSeek-AI 2024 (arXiv 2412.19437), Table 2',
  ),
  'training.breakdown.data_exposed_s': exposed('data-parallel'),
  'training.breakdown.optimizer_s': entry(
    'Update of the weights',
    'bytes of parameters, gradients and states / memory rate; Muon: and its products; on the host: copies both ways and its memory rate',
    [
      'plan:workload.model',
      'plan:workload.sharding',
      'plan:gpus.memory_bandwidth',
      'plan.data',
      'plan:workload.optimizer',
      'constant:memory_efficiency',
      'constant:host_memory_bandwidth',
      'constant:host_link_bandwidth',
    ],
  ),
  'training.breakdown.jitter_s': entry(
    'Waiting for the slowest of many GPUs',
    'share per doubling x log2(scale-up domains of the job) x (computation + recomputation)',
    [
      'plan:workload.scale_up_domains',
      'constant:straggler_share_per_doubling',
      'training.breakdown.compute_s',
      'training.breakdown.recompute_s',
    ],
  ),
  'training.breakdown.storage_s': entry(
    'Waiting for data and checkpoints',
    'as modelled; 0 where storage is not modelled',
    [],
  ),
  'training.breakdown.other_s': entry(
    'Work of a step outside the layers: the loop, synchronization, small kernels; waiting for activations of the host',
    'step overhead + micro-batches x what copies of offloaded activations take longer than the passes above them',
    ['plan:workload.software', 'constant:step_overhead', 'constant:host_link_bandwidth'],
  ),
  'training.mfu': entry(
    'Model FLOPs utilization: achieved share of the peak, counting only what the model needs; the whole attention square, of which causal kernels compute half, so that long sequences may reach 1',
    'model FLOPs per GPU and second / peak',
    ['training.model_flops_per_gpu_per_s', 'plan:gpus.peak'],
    'Chowdhery et al. 2022 (PaLM), appendix B',
  ),
  'training.hfu': entry(
    'Hardware FLOPs utilization: as MFU, recomputation counted',
    'MFU x (1 + recomputed FLOPs / model FLOPs of a token)',
    ['training.mfu', 'plan:workload.recomputed_flops_per_token', 'plan:workload.model_flops_per_token'],
    'Korthikanti et al. 2022',
  ),
  'training.mfu_causal': entry(
    'MFU that counts only the attention below the diagonal, as Megatron-Bridge and NeMo report mixtures of experts',
    'MFU x causal FLOPs / model FLOPs of a token',
    ['training.mfu', 'plan:workload.causal_flops_per_token', 'plan:workload.model_flops_per_token'],
  ),
  'training.mfu_convention': stated('Which FLOPs the MFU counts'),
  'training.gpu_busy_fraction': entry(
    'Share of the step in which the average GPU computes',
    'computing time of a GPU, mean over the stages, and the optimizer / step time (the breakdown follows the slowest stage)',
    ['training.step_time_s', ...work, ...device],
  ),
  'training.idle_fraction': entry('Share of the step in which the average GPU waits', '1 - busy share', [
    'training.gpu_busy_fraction',
  ]),
  'training.network_idle_fraction': entry(
    'Part of the idle share that exposed communication causes',
    'time in which a GPU waits for communication, mean over the stages / step time (the breakdown follows the slowest stage)',
    ['training.step_time_s', 'training.idle_fraction', 'plan:overlap', 'plan:parallelism'],
  ),
  'training.tokens_per_s': entry('Tokens of all GPUs', 'global batch x sequence length / step time', [
    'plan:workload.global_batch',
    'plan:workload.sequence_length',
    'training.step_time_s',
  ]),
  'training.tokens_per_s_per_gpu': entry('Tokens of one GPU', 'tokens per second / GPUs of the job', [
    'training.tokens_per_s',
    'plan:workload.gpus',
  ]),
  'training.model_flops_per_gpu_per_s': entry(
    'Model FLOPs achieved by one GPU',
    'model FLOPs of a token (6 x matrix parameters, 4 x frozen ones, 6 x adapters, + attention) x tokens per second of a GPU',
    ['plan:workload.model_flops_per_token', 'training.tokens_per_s_per_gpu', 'plan:workload.task'],
    'Narayanan et al. 2021 (arXiv 2104.04473), appendix; Hu et al. 2021 (arXiv 2106.09685) for adapters',
  ),
  'training.run_time_s': entry(
    'Time of the whole run, failures included',
    'tokens of the run / tokens per second / goodput',
    ['plan:workload.tokens', 'training.tokens_per_s', 'plan:reliability.goodput_fraction'],
  ),
  'training.bound': entry(
    'What most of the step that is not ideal computation goes to',
    'largest group of the breakdown',
    parts,
  ),
  'training.ceiling.infinite_network_step_time_s': entry(
    'Step time with infinite scale-out bandwidth and no scale-out latency; the scale-up domain stays',
    'the same evaluation on an ideal network',
    ['training.step_time_s', 'plan:nics.bandwidth'],
  ),
  'training.ceiling.infinite_network_mfu': entry('MFU on that network', 'MFU x step time / ideal step time', [
    'training.mfu',
    'training.step_time_s',
    'training.ceiling.infinite_network_step_time_s',
  ]),
  'training.ceiling.nic_bandwidth_for_95_percent_bytes_per_s': entry(
    'NIC rate at which the MFU reaches 95 % of the ceiling',
    'solved by repeated evaluation',
    ['training.ceiling.infinite_network_mfu', 'plan:nics.bandwidth'],
  ),
  'training.ceiling.sensitivity[].input': stated('Input that is varied'),
  'training.ceiling.sensitivity[].elasticity': entry(
    'Percent of step time per percent of the input',
    'd ln(step time) / d ln(input), by a small change',
    ['training.step_time_s'],
  ),
};
