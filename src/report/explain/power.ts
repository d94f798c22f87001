import { type Entries, entry, stated } from './entry.ts';

const parts = ['gpus', 'servers', 'nics', 'switches', 'transceivers'].map((name) => `power.${name}_w`);

const spareGpus = ['plan:gpus.count', 'plan:gpus.installed', 'plan:gpus.power', 'plan:power.gpu_activity.idle'];

const phase = (words: string, state: 'compute' | 'communication' | 'idle') =>
  entry(
    words,
    `GPUs x rating x ${state} activity + other GPUs of their servers x rating x idle activity + the rest of the IT equipment`,
    [
      ...new Set([...spareGpus, `plan:power.gpu_activity.${state}`]),
      'power.servers_w',
      'power.nics_w',
      'power.switches_w',
      'power.transceivers_w',
    ],
  );

const goodput = 'plan:reliability.goodput_fraction';
const tokensOfStep = ['plan:workload.global_batch', 'plan:workload.sequence_length'];

export const power: Entries = {
  'power.it_w': entry('Draw of the IT equipment while the job runs', 'sum of the parts', parts),
  'power.known_subtotal_w': entry('Part of that draw which is known', 'sum of the known parts', parts),
  'power.facility_w': entry('Draw of the whole facility while the job runs', 'IT draw x PUE', [
    'power.it_w',
    'plan:economics.pue',
  ]),
  'power.provisioned_w': entry(
    'Rated draw of all IT equipment',
    'sum of count x rating of one; the largest power of a switch covers the optics in it',
    ['rating:all'],
  ),
  'power.facility_provisioned_w': entry(
    'What the facility is sized for, and what power.facility_cap limits',
    'rated draw x PUE',
    ['power.provisioned_w', 'plan:economics.pue'],
    "NVIDIA Mission Control power planning: a rack is the sum of its parts' maxima",
  ),
  'power.gpus_w': entry(
    'GPUs',
    'GPUs x rating x (busy x compute + network idle x communication + (1 - busy - network idle) x idle activity) + other GPUs of their servers x rating x idle activity',
    [
      ...spareGpus,
      'plan:power.gpu_activity.communication',
      'plan:power.gpu_activity.compute',
      'training.gpu_busy_fraction',
      'training.network_idle_fraction',
    ],
  ),
  'power.servers_w': entry(
    'Servers without their GPUs and scale-out NICs',
    'servers x (measured training power - GPUs x GPU power x share of rating in training - NICs); without a measured power (servers x (rating - GPUs x GPU power - NICs) - ratings of the network where the rating covers it) x load; without a rating GPUs x constant x load',
    [
      'plan:gpus.servers',
      'plan:gpus.server_training_power',
      'plan:gpus.server_power',
      'plan:gpus.server_power_covers_network',
      'covered:network',
      'plan:gpus.per_server',
      'plan:gpus.server_rated_with_gpu_power',
      'plan:gpus.server_rated_with_nics_power',
      'plan:gpus.installed',
      'constant:gpu_training_power_fraction',
      'constant:server_rest_load_fraction',
      'constant:server_rest_w_per_gpu',
    ],
  ),
  'power.nics_w': entry('Scale-out NICs', 'NICs x draw', ['plan:nics.count', 'plan:nics.power']),
  'power.switches_w': entry('Switches without optics', 'sum of count x draw of one', ['draw:switch']),
  'power.transceivers_w': entry(
    'Optical modules and the ends of cables',
    'sum of count x draw of one, both ends of a cable',
    ['draw:transceiver|cable'],
  ),
  'power.network_fraction': entry(
    'Share of the IT draw that the network takes',
    '(NICs + switches + transceivers) / IT',
    ['power.nics_w', 'power.switches_w', 'power.transceivers_w', 'power.it_w'],
  ),
  'power.energy_per_step_j': entry(
    'Energy of the facility in one step, for the GPUs of the job',
    'facility draw x step x GPUs of the job / GPUs',
    ['power.facility_w', 'training.step_time_s', 'plan:workload.gpus', 'plan:gpus.count'],
  ),
  'power.data_movement_energy_per_step_j': entry(
    'Energy of moving bytes between GPUs in one step',
    'sum over the parts of the path',
    ['power.data_movement[].name', 'power.data_movement[].energy_j'],
  ),
  'power.energy_per_token_j': entry(
    'Energy of one trained token, failures included',
    'energy per step / (batch x sequence length) / goodput',
    ['power.energy_per_step_j', ...tokensOfStep, goodput],
  ),
  'power.run_energy_j': entry(
    'Energy of the whole run, failures included',
    'energy per step x tokens of the run / (batch x sequence length) / goodput',
    ['power.energy_per_step_j', 'plan:workload.tokens', ...tokensOfStep, goodput],
  ),
  'power.run_carbon_kg': entry(
    'Carbon dioxide of the whole run, failures included',
    'energy of the run / 3.6e6 J/kWh x g/kWh / 1,000',
    ['power.run_energy_j', 'plan:power.carbon_g_per_kwh'],
  ),
  'power.carbon_kg_per_step': entry('Carbon dioxide of one step', 'energy per step / 3.6e6 J/kWh x g/kWh / 1,000', [
    'power.energy_per_step_j',
    'plan:power.carbon_g_per_kwh',
  ]),
  'power.carbon_kg_per_million_tokens': entry(
    'Carbon dioxide of a million trained tokens, failures included',
    'carbon per step / (batch x sequence length) x 10^6 / goodput',
    ['power.carbon_kg_per_step', ...tokensOfStep, goodput],
  ),
  'power.compute_energy_per_step_j': entry(
    'Energy of a step without moving data: GPUs, servers, network on standby, cooling',
    'energy per step - data movement',
    ['power.energy_per_step_j', 'power.data_movement_energy_per_step_j'],
  ),
  'power.network_standby_energy_per_step_j': entry(
    'What the network draws in a step beside moving bytes, for the GPUs of the job',
    '(NICs + switches + transceivers) x step x GPUs of the job / GPUs - data movement outside the scale-up domain',
    [
      'power.nics_w',
      'power.switches_w',
      'power.transceivers_w',
      'training.step_time_s',
      'plan:workload.gpus',
      'plan:gpus.count',
      'power.data_movement[].name',
      'power.data_movement[].energy_j',
    ],
  ),
  'power.phases.compute_w': phase('IT draw while every GPU computes', 'compute'),
  'power.phases.communication_w': phase('IT draw while every GPU communicates', 'communication'),
  'power.phases.idle_w': phase('IT draw while every GPU waits', 'idle'),
  'power.phases.swing_w': entry(
    'How far the IT draw swings when all GPUs turn from computing to communicating',
    'draw while all compute - draw while all communicate',
    ['power.phases.compute_w', 'power.phases.communication_w'],
  ),
  'power.data_movement[].name': stated('Part of the path of the bytes'),
  'power.data_movement[].bytes_per_step': entry(
    'Bytes that come this far in one step',
    'through scale-up and NIC as sent; at a tier what crosses the uplinks below it, at the leaf what the NICs send',
    ['power.data_movement[].name', 'traffic.tiers[].name', 'traffic.tiers[].bytes_per_step'],
  ),
  'power.data_movement[].onward_fraction': entry(
    'Share of the bytes at a tier that goes on to further switches, up or among equals',
    'mean over the collectives of what crosses the tier / what comes to it',
    ['collectives[].name', 'collectives[].bytes'],
  ),
  'power.data_movement[].pj_per_bit': entry(
    'Energy of one bit on it, each device charged at draw / rate',
    'scale-up: the constant; NIC: draw / rate, for it sends and receives at once; tier: 2 x link + pass + share that goes on x (pass, or among peers mean switches - 1 times peer link + pass)',
    [
      'power.data_movement[].name',
      'constant:scale_up_pj_per_bit',
      'plan:nics.power',
      'plan:nics.bandwidth',
      'tier:[]',
      'power.data_movement[].onward_fraction',
    ],
    'pJ/bit = W / (Gb/s) x 1,000, half of it at each end',
  ),
  'power.data_movement[].energy_j': entry('Energy of them', 'bytes x 8 x energy per bit', [
    'power.data_movement[].bytes_per_step',
    'power.data_movement[].pj_per_bit',
  ]),
  'power.gpus_within_facility_cap': entry(
    'GPUs that the facility cap can feed, at ratings',
    'most whole servers whose own fabric keeps rated draw x PUE within the cap, found by halving up to cap / (what the facility is sized for / servers)',
    ['power.facility_provisioned_w', 'plan:gpus.count', 'plan:gpus.servers', 'plan:power.facility_cap'],
  ),
  'power.facility_kwh_per_year': entry(
    'Energy that the facility takes, and is billed for, in a year',
    'rated kW x share drawn x PUE x 8,760 h',
    ['cost.hosted_w', 'cost.power_utilization_fraction', 'plan:economics.pue'],
  ),
  'power.carbon_kg_per_year': entry(
    'Carbon dioxide of that energy, location-based, annual average of the grid',
    'energy per year x g/kWh / 1,000',
    ['power.facility_kwh_per_year', 'plan:power.carbon_g_per_kwh'],
  ),
};
