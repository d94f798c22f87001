import { type Entries, entry, stated } from './entry.ts';

const fromCollectives = ['collectives[].bytes', 'collectives[].count', 'collectives[].ranks'];

export const traffic: Entries = {
  'traffic.tiers[].name': stated('Tier of the fabric'),
  'traffic.tiers[].bytes_per_step': entry(
    'Bytes that cross the up links of the tier in one step, all GPUs',
    'sum over the collectives of bytes sent x share that crosses the tier',
    fromCollectives,
  ),
  'traffic.tiers[].utilization_fraction': entry(
    'Mean load of the tier over a step',
    'bytes per step / (links x link rate x step time)',
    ['traffic.tiers[].bytes_per_step', 'fabric.tiers[].link_bytes_per_s', 'training.step_time_s'],
  ),
  'traffic.tiers[].by_dimension[].dimension': stated('Dimension of parallelism that causes the traffic'),
  'traffic.tiers[].by_dimension[].bytes': entry(
    'Bytes of the dimension that cross the links of the tier in one step, all GPUs',
    'sum over the collectives of the dimension of bytes sent x share that crosses the tier',
    fromCollectives,
  ),
  'traffic.tiers[].active_utilization_fraction': entry(
    'Load of the tier while transfers that cross it run',
    'bytes per step / (links x link rate x time of the collectives that cross it)',
    [
      'traffic.tiers[].bytes_per_step',
      'fabric.tiers[].link_bytes_per_s',
      'collectives[].time_s',
      'collectives[].count',
    ],
  ),
  'traffic.by_dimension[].dimension': stated('Dimension of parallelism that causes the traffic'),
  'traffic.by_dimension[].scale_up_bytes': entry(
    'Bytes sent inside the scale-up domains in one step, all GPUs',
    'sum over the collectives of the dimension',
    fromCollectives,
  ),
  'traffic.by_dimension[].scale_out_bytes': entry(
    'Bytes sent through the NICs in one step, all GPUs',
    'sum over the collectives of the dimension',
    fromCollectives,
  ),
  'traffic.east_west_bytes': entry('Bytes between the GPUs through the NICs in one step', 'sum over the dimensions', [
    'traffic.by_dimension[].scale_out_bytes',
  ]),
  'traffic.north_south_bytes': entry(
    'Bytes that leave the compute fabric for the storage, the mean of a step; 0 without storage in the spec',
    'bytes of a checkpoint x step time / checkpoint interval',
    ['traffic.checkpoint.size_bytes', 'training.step_time_s', 'traffic.checkpoint.interval_s'],
  ),
  'traffic.checkpoint.size_bytes': entry(
    'One checkpoint of the whole job: weights and optimizer states once',
    'parameters x (2 + bytes of optimizer state); 0 for adapters',
    [],
  ),
  'traffic.checkpoint.write_s': entry('Time to write a checkpoint', 'bytes / storage bandwidth', [
    'traffic.checkpoint.size_bytes',
    'plan:storage.bandwidth',
  ]),
  'traffic.checkpoint.interval_s': stated('Time between checkpoints', ['plan:storage.checkpoint_interval']),
  'traffic.checkpoint.stall_fraction': entry(
    'Share of the time that checkpoints take while training waits for them; not in the step, and not in the goodput',
    'write time / (interval + write time)',
    ['traffic.checkpoint.write_s', 'traffic.checkpoint.interval_s'],
  ),
  'traffic.binding_tier': entry(
    'Links that most of the exposed communication waits for; null where latency does or nothing is exposed',
    'largest sum of exposed time by what limits a collective',
    ['collectives[].exposed_s', 'collectives[].limited_by'],
  ),
};
