import { type Entries, entry, stated } from './entry.ts';

const parts = ['gpus', 'servers', 'nics', 'switches', 'transceivers'].map((name) => `power.${name}_w`);

const phase = [
  'plan:gpus.count',
  'plan:gpus.power',
  'plan:power.gpu_activity',
  'power.servers_w',
  'power.nics_w',
  'power.switches_w',
  'power.transceivers_w',
];

export const power: Entries = {
  'power.it_w': entry('Draw of the IT equipment while the job runs', 'sum of the parts', parts),
  'power.facility_w': entry('Draw of the whole facility while the job runs', 'IT draw x PUE', [
    'power.it_w',
    'plan:economics.pue',
  ]),
  'power.provisioned_w': entry(
    'Rated draw of all IT equipment',
    'server ratings + largest draw of the switches with their optics + modules in the servers',
    ['plan:gpus.count', 'plan:gpus.power', 'fabric.switches', 'fabric.transceivers'],
  ),
  'power.gpus_w': entry(
    'GPUs',
    'GPUs x rating x activity, weighted by the shares of computing, communicating and idling',
    [
      'plan:gpus.count',
      'plan:gpus.power',
      'plan:power.gpu_activity',
      'training.gpu_busy_fraction',
      'training.network_idle_fraction',
    ],
  ),
  'power.servers_w': entry(
    'Servers without their GPUs and scale-out NICs',
    'servers x (measured draw - GPUs - NICs), or the measured share of the rated rest',
    [
      'plan:gpus.count',
      'plan:gpus.per_node',
      'plan:gpus.server_power',
      'constant:server_rest_w_per_gpu',
      'constant:server_rest_load_fraction',
    ],
  ),
  'power.nics_w': entry('Scale-out NICs', 'NICs x draw', ['plan:nics.per_node', 'plan:nics.power']),
  'power.switches_w': entry('Switches without optics', 'switches x draw', [
    'fabric.switches',
    'plan:topology.switch_power',
  ]),
  'power.transceivers_w': entry('Optical link ends', 'ends x draw per end', [
    'fabric.transceivers',
    'plan:topology.optics',
  ]),
  'power.network_fraction': entry(
    'Share of the IT draw that the network takes',
    '(NICs + switches + transceivers) / IT',
    ['power.nics_w', 'power.switches_w', 'power.transceivers_w', 'power.it_w'],
  ),
  'power.energy_per_step_j': entry(
    'Energy of the facility in one step, for the GPUs of the job',
    'facility draw x step time x share of the GPUs',
    ['power.facility_w', 'training.step_time_s', 'plan:workload.gpus', 'plan:gpus.count'],
  ),
  'power.data_movement_energy_per_step_j': entry(
    'Energy of moving bytes between GPUs in one step',
    'bytes x energy per bit of scale-up and scale-out links',
    ['traffic.by_dimension[].scale_up_bytes', 'traffic.by_dimension[].scale_out_bytes'],
  ),
  'power.energy_per_token_j': entry('Energy of one trained token', 'energy per step / tokens per step', [
    'power.energy_per_step_j',
    'plan:workload.global_batch',
    'plan:workload.sequence_length',
  ]),
  'power.carbon_kg_per_step': entry('Carbon dioxide of one step', 'energy per step x carbon per kWh', [
    'power.energy_per_step_j',
    'plan:power.carbon_g_per_kwh',
  ]),
  'power.carbon_kg_per_million_tokens': entry(
    'Carbon dioxide of a million trained tokens',
    'carbon per step / tokens per step x 10^6',
    ['power.carbon_kg_per_step', 'plan:workload.global_batch', 'plan:workload.sequence_length'],
  ),
  'power.compute_energy_per_step_j': entry(
    'Energy of a step without moving data: GPUs, servers, cooling',
    'energy per step - data movement',
    ['power.energy_per_step_j', 'power.data_movement_energy_per_step_j'],
  ),
  'power.phases.compute_w': entry(
    'IT draw while every GPU computes',
    'GPUs x rating x compute activity + the rest',
    phase,
  ),
  'power.phases.communication_w': entry(
    'IT draw while every GPU communicates',
    'GPUs x rating x communication activity + the rest',
    phase,
  ),
  'power.phases.idle_w': entry('IT draw while every GPU waits', 'GPUs x rating x idle activity + the rest', phase),
  'power.phases.swing_w': entry(
    'How far the IT draw swings when all GPUs turn from computing to communicating',
    'draw while all compute - draw while all communicate',
    ['power.phases.compute_w', 'power.phases.communication_w'],
  ),
  'power.data_movement[].name': stated('Part of the path of the bytes'),
  'power.data_movement[].bytes_per_step': entry('Bytes that pass it in one step', 'sum over the collectives', [
    'traffic.by_dimension[].scale_up_bytes',
    'traffic.by_dimension[].scale_out_bytes',
  ]),
  'power.data_movement[].pj_per_bit': stated('Energy of one bit on it', ['constant:scale_up_pj_per_bit']),
  'power.data_movement[].energy_j': entry('Energy of them', 'bytes x 8 x energy per bit', [
    'power.data_movement[].bytes_per_step',
    'power.data_movement[].pj_per_bit',
  ]),
  'power.gpus_within_facility_cap': entry(
    'GPUs that the facility cap can feed',
    'cap / (rated draw x PUE per server), whole servers',
    ['power.provisioned_w', 'plan:economics.pue', 'plan:gpus.count', 'plan:power.facility_cap'],
  ),
  'power.facility_kwh_per_year': entry(
    'Energy that the facility is billed for in a year',
    'hosted rated draw x utilization of the rating x PUE x hours a year',
    ['cost.hosted_w', 'plan:economics.power_utilization_fraction', 'plan:economics.pue'],
  ),
  'power.carbon_kg_per_year': entry(
    'Carbon dioxide of that energy, location-based, annual average of the grid',
    'energy per year x carbon per kWh',
    ['power.facility_kwh_per_year', 'plan:power.carbon_g_per_kwh'],
  ),
};
