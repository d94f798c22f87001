import { type Entries, entry, stated } from './entry.ts';

const alphaBeta = 'alpha-beta model (Hockney 1994; Thakur et al. 2005) over the algorithms of NCCL';

export const collectives: Entries = {
  'collectives[].name': stated('What the operation is for'),
  'collectives[].op': stated('Operation as nccl-tests names it'),
  'collectives[].group': stated('Dimension of parallelism whose group runs it', ['plan:parallelism']),
  'collectives[].ranks': entry('GPUs in the group', 'the size of the dimension', ['plan:parallelism']),
  'collectives[].bytes': entry(
    'Size of one operation as nccl-tests counts it',
    'activations: micro-batch x sequence x hidden x bytes; parameters: parameters of the rank x bytes',
    ['plan:workload.model', 'plan:workload.sequence_length', 'plan.micro_batch', 'plan:workload.precision'],
  ),
  'collectives[].count': entry('Operations per step on the critical rank', 'per layer and micro-batch, or per step', [
    'plan:workload.global_batch',
    'plan.data',
    'plan.micro_batch',
  ]),
  'collectives[].algorithm': entry(
    'Algorithm that is the fastest for this size and group',
    'least alpha + beta',
    ['collectives[].alpha_s', 'collectives[].beta_s'],
    alphaBeta,
  ),
  'collectives[].alpha_s': entry(
    'Part of the time that does not depend on the size',
    'steps x latency of a step',
    [
      'collectives[].ranks',
      'fabric.latency_s.mean',
      'plan:nics.latency',
      'constant:kernel_latency_simple',
      'constant:transport_step_latency_ring',
    ],
    alphaBeta,
  ),
  'collectives[].beta_s': entry(
    'Part of the time that grows with the size',
    'bytes per rank / rate of the slowest link on the path, with all groups at once',
    [
      'collectives[].bytes',
      'plan:nics.bandwidth',
      'plan:gpus.scale_up_bandwidth',
      'fabric.tiers[].oversubscription',
      'constant:network_efficiency',
      'constant:ring_scale_up_efficiency',
    ],
    alphaBeta,
  ),
  'collectives[].time_s': entry(
    'Time of one operation',
    'alpha + beta',
    ['collectives[].alpha_s', 'collectives[].beta_s'],
    alphaBeta,
  ),
  'collectives[].exposed_s': entry(
    'Time of all of them in a step that no computation hides',
    'count x time - what overlaps with computation',
    ['collectives[].count', 'collectives[].time_s', 'plan:overlap'],
  ),
  'collectives[].limited_by': entry(
    'What sets its time: scale-up, nic, a tier, or latency',
    'the larger of alpha and beta, and the slowest link',
    ['collectives[].alpha_s', 'collectives[].beta_s'],
  ),
};
