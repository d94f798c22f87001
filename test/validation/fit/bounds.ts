/**
 * Physical limits of the constants that may be set on measurements: a fit that runs into one means that the model lacks a
 * mechanism, and must not bend a constant to make up for it.
 */
export const BOUNDS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  // Below the best matrix product found by search, above what any whole step has shown.
  matmul_ceiling_bf16: [0.4, 0.8],
  matmul_ceiling_fp8: [0.4, 0.76],
  matmul_ceiling_fp4: [0.3, 0.76],
  matmul_wave_loss: [0.05, 1],
  matmul_ramp_k: [16, 256],
  // Best published kernels: Shah et al. 2024 (arXiv 2407.08608), Figures 5 and 6.
  attention_forward_efficiency: [0.15, 0.65],
  attention_backward_efficiency: [0.12, 0.57],
  memory_efficiency: [0.7, 0.9],
  kernel_overhead: [1e-6, 7e-6],
  overlap_interference: [0.05, 0.4],
  tensor_backward_overlap: [0, 1],
  tensor_overlap_efficiency: [0.3, 0.95],
  host_time_per_layer_forward: [5e-5, 2e-3],
  host_time_per_layer_backward: [5e-5, 3e-3],
  moe_host_time_per_layer: [1e-6, 5e-4],
  low_precision_cast_passes: [0.3, 3],
  expert_ramp_k: [16, 4000],
  expert_kernel_overhead: [1e-6, 4e-5],
  expert_row_passes: [1, 4],
  step_overhead: [0.002, 0.03],
  straggler_share_per_doubling: [0.001, 0.008],
  software_compute_slowdown: [1, 1.6],
  elementwise_passes: [1, 5],
  sharded_gather_slowdown: [1, 20],
};
