import { type Entries, entry, stated } from './entry.ts';

const states = ['plan:workload.model', 'plan:parallelism', 'plan:workload.sharding', 'plan.data'];
const zero = 'Rajbhandari et al. 2020 (ZeRO)';
const parts = ['weights', 'gradients', 'optimizer', 'activations', 'other'].map(
  (name) => `training.memory.${name}_bytes`,
);

export const memory: Entries = {
  'training.memory.fits': entry('Whether the fullest stage fits', 'total <= capacity', [
    'training.memory.total_bytes',
    'training.memory.capacity_bytes',
  ]),
  'training.memory.capacity_bytes': entry('Memory of a GPU that the job can use', 'memory the device shows - reserve', [
    'plan:gpus.memory',
    'plan:gpus.reserve',
  ]),
  'training.memory.total_bytes': entry('Memory that the worst stage needs per GPU', 'sum of the parts', parts),
  'training.memory.weights_bytes': entry(
    'Weights',
    'parameters of the rank x bytes per weight, / sharding',
    states,
    zero,
  ),
  'training.memory.gradients_bytes': entry(
    'Gradients',
    'parameters of the rank x bytes per gradient, / sharding',
    [...states, 'plan:workload.gradient_precision'],
    zero,
  ),
  'training.memory.optimizer_bytes': entry(
    'Master weights and optimizer states',
    'parameters of the rank x bytes per state, / sharding',
    states,
    zero,
  ),
  'training.memory.activations_bytes': entry(
    'Activations kept for the backward pass',
    'per layer and micro-batch in flight, by recomputation',
    [
      'plan:workload.model',
      'plan:workload.sequence_length',
      'plan.micro_batch',
      'plan:workload.recompute',
      'plan:workload.schedule',
      'plan:parallelism',
    ],
    'Korthikanti et al. 2022',
  ),
  'training.memory.other_bytes': entry(
    'Logits, communication buffers, allocator overhead',
    'sum of the smaller parts',
    [
      'plan:workload.model',
      'plan:workload.sequence_length',
      'plan.micro_batch',
      'constant:logits_bytes',
      'constant:framework_memory',
      'constant:allocator_overhead',
    ],
  ),
  'training.memory.shortfall_bytes': entry('Memory that is missing', 'max(0, total - capacity)', [
    'training.memory.total_bytes',
    'training.memory.capacity_bytes',
  ]),
  'training.memory.worst_stage': stated('Pipeline stage that needs most, from 0', ['plan.pipeline']),
};
