import { type Entries, entry, stated } from './entry.ts';

const networkParts = ['nics', 'switches', 'transceivers', 'cables', 'network'].map((name) => `cost.capex_usd.${name}`);
const capexParts = [
  'cost.capex_usd.servers',
  ...networkParts,
  ...['storage', 'management', 'service', 'software', 'installation'].map((name) => `cost.capex_usd.${name}`),
];
const opexParts = ['electricity', 'colocation', 'maintenance', 'remote_hands', 'internet', 'rent'].map(
  (name) => `cost.opex_usd_per_year.${name}`,
);
const rent = 'plan:economics.rent_usd_per_gpu_hour';
const discount = 'plan:economics.discount_fraction';
const lumpNetwork = 'plan:economics.network_usd_per_server';
const bought = (words: string, kinds: string) =>
  entry(words, 'sum of count x price of one x (1 - discount); 0 where the cluster is rented', [
    `price:${kinds}`,
    discount,
    rent,
  ]);
const boughtNetwork = (words: string, kind: string) =>
  entry(
    words,
    'sum of count x price of one x (1 - discount); 0 where the cluster is rented, or a network price per server stands for it',
    [`price:${kind}`, discount, lumpNetwork, rent],
  );
const perServer = (words: string, key: string, discounted = false) =>
  entry(words, `servers x amount per server${discounted ? ' x (1 - discount)' : ''}; 0 where the cluster is rented`, [
    'plan:gpus.servers',
    `plan:economics.${key}`,
    ...(discounted ? [discount] : []),
    rent,
  ]);
const monthly = (words: string, key: string) =>
  entry(words, 'servers x price per month x 12; 0 where the cluster is rented', [
    'plan:gpus.servers',
    `plan:economics.${key}`,
    rent,
  ]);
const hourly = 'cost.tco_usd_per_gpu_hour';
const perYear = 'cost per GPU-hour x GPUs of the job x 8,760 h';
const jobYear = [hourly, 'plan:workload.gpus'];
const step = 'training.step_time_s';
const annuity = 'annuity formula of a level-payment loan';
const terms = ['plan:economics.amortization_years', 'plan:economics.financing', 'plan:economics.wacc_fraction'];
const capitalOf = (what: string): string =>
  `straight line: ${what} / months; annuity: ${what} x i / (1 - (1 + i)^-months), i = WACC / 12`;
const better = (words: string, stepOn: string) =>
  entry(words, `${perYear} x (1 - that step / step)`, [...jobYear, step, stepOn]);
const breakEven = (words: string, worth: string, among: string, among2: readonly string[]) =>
  entry(
    words,
    `worth per year / (12 x monthly capital of one dollar) / ${among}; ${capitalOf('1')}`,
    [worth, ...terms, ...among2],
    annuity,
  );
const nicsOfJob = ['plan:workload.gpus', 'plan:nics.per_node', 'plan:gpus.per_node'];

export const cost: Entries = {
  'cost.price_level': stated('Which published price is used: low, typical or high', ['plan:economics.price_level']),
  'cost.capex_usd.servers': bought('Servers with their GPUs, or GPUs alone where no server is known', 'server|gpu'),
  'cost.capex_usd.nics': boughtNetwork('NICs; those that the server price pays for cost what is more than it', 'nic'),
  'cost.capex_usd.switches': boughtNetwork('Switches of all tiers', 'switch'),
  'cost.capex_usd.transceivers': boughtNetwork('Optical modules at both ends of optical links', 'transceiver'),
  'cost.capex_usd.cables': boughtNetwork('Copper and fibre', 'cable'),
  'cost.capex_usd.network': perServer(
    'A network price per server that stands for the bill of materials of the network',
    'network_usd_per_server',
    true,
  ),
  'cost.capex_usd.storage': perServer('Storage', 'storage_usd_per_server', true),
  'cost.capex_usd.management': perServer(
    'Management servers and the out-of-band network',
    'management_usd_per_server',
    true,
  ),
  'cost.capex_usd.service': perServer('Service contracts', 'service_usd_per_server'),
  'cost.capex_usd.software': perServer('Software licences', 'software_usd_per_server'),
  'cost.capex_usd.installation': perServer('Installation', 'installation_usd_per_server'),
  'cost.capex_usd.total': entry(
    'Capital that is spent once; null while a part is unknown',
    'sum of the parts',
    capexParts,
  ),
  'cost.known_subtotal_usd': entry(
    'Capital whose prices are known',
    'what has a price: hardware as in the parts, then the amounts per server',
    [
      'price:server|gpu|nic|switch|transceiver|cable|network|storage|management',
      discount,
      'cost.capex_usd.service',
      'cost.capex_usd.software',
      'cost.capex_usd.installation',
      rent,
    ],
  ),
  'cost.network_capex_usd': entry(
    'Capital that the network takes',
    'NICs + switches + transceivers + cables, or the price per server that stands for them',
    networkParts,
  ),
  'cost.network_capex_fraction': entry(
    'Share of the capital that the network takes',
    'network / total; NICs count where the server price does not pay for them',
    ['cost.network_capex_usd', 'cost.capex_usd.total'],
  ),
  'cost.hosted_w': entry('Rated draw that colocation is charged on', 'rated draw of all IT equipment', [
    'power.provisioned_w',
  ]),
  'cost.power_utilization_fraction': entry(
    'Share of the rated draw that is drawn on average, and that electricity is charged on',
    'as stated, else draw of the IT equipment while the job runs / rated draw',
    ['plan:economics.power_utilization_fraction', 'power.it_w', 'cost.hosted_w'],
  ),
  'cost.opex_usd_per_year.electricity': entry(
    'Energy',
    'facility energy a year x tariff; 0 where the cluster is rented',
    ['power.facility_kwh_per_year', 'plan:economics.electricity_usd_per_kwh', rent],
  ),
  'cost.opex_usd_per_year.colocation': entry(
    'Space and power capacity',
    'rated kW x price per kW and month x 12; 0 where the cluster is rented',
    ['cost.hosted_w', 'plan:economics.colocation_usd_per_kw_month', rent],
  ),
  'cost.opex_usd_per_year.maintenance': entry('Maintenance', 'capital x fraction per year', [
    'cost.capex_usd.total',
    'plan:economics.maintenance_fraction_per_year',
  ]),
  'cost.opex_usd_per_year.remote_hands': monthly('Hands on site', 'remote_hands_usd_per_server_month'),
  'cost.opex_usd_per_year.internet': monthly('Internet access', 'internet_usd_per_server_month'),
  'cost.opex_usd_per_year.rent': entry('Rent, where GPUs are rented', 'GPUs x price per GPU-hour x 8,760 h', [
    'plan:gpus.count',
    rent,
  ]),
  'cost.opex_usd_per_year.total': entry('Cost of running it for a year', 'sum of the parts', opexParts),
  'cost.capital_usd_per_month': entry(
    'Capital per month over its life',
    capitalOf('capital'),
    ['cost.capex_usd.total', ...terms],
    annuity,
  ),
  'cost.tco_usd_per_gpu_hour': entry(
    'All cost per GPU and hour, used or not',
    '(capital per month + opex per year / 12) / (GPUs x 730 h)',
    ['cost.capital_usd_per_month', 'cost.opex_usd_per_year.total', 'plan:gpus.count'],
  ),
  'cost.usd_per_step': entry('Cost of one step', 'cost per GPU-hour x GPUs of the job x step / 3,600 / utilization', [
    ...jobYear,
    step,
    'plan:economics.utilization_fraction',
  ]),
  'cost.usd_per_million_tokens': entry(
    'Cost of a million trained tokens',
    'cost of a step / (batch x sequence length) x 10^6 / goodput',
    [
      'cost.usd_per_step',
      'plan:workload.global_batch',
      'plan:workload.sequence_length',
      'plan:reliability.goodput_fraction',
    ],
  ),
  'cost.run_usd': entry('Cost of the whole run', 'cost of a step x run time / step, failures being in the run time', [
    'cost.usd_per_step',
    'training.run_time_s',
    step,
  ]),
  'cost.idle_usd_per_hour': entry('What idle GPUs cost', 'cost per GPU-hour x GPUs of the job x idle share', [
    ...jobYear,
    'training.idle_fraction',
  ]),
  'cost.network_idle_usd_per_hour': entry(
    'What GPUs that wait for the network cost',
    'cost per GPU-hour x GPUs of the job x network idle share',
    [...jobYear, 'training.network_idle_fraction'],
  ),
  'cost.usd_per_microsecond_year': entry(
    'What one microsecond more on every message between scale-up domains costs in a year',
    `${perYear} x (that step / step - 1)`,
    [...jobYear, step, 'cost.network_value.microsecond_slower_step_time_s'],
  ),
  'cost.lost_usd_per_year.*': entry(
    'What the lost time of every step costs in a year, by cause',
    `${perYear} x lost time / step`,
    [...jobYear, 'training.breakdown.*_s', step],
  ),
  'cost.network_value.perfect_network_usd_per_year': better(
    'What a perfect network is worth in a year',
    'training.ceiling.infinite_network_step_time_s',
  ),
  'cost.network_value.break_even_usd_per_gpu': breakEven(
    'What a perfect network may cost more per GPU over its life',
    'cost.network_value.perfect_network_usd_per_year',
    'GPUs of the job',
    ['plan:workload.gpus'],
  ),
  'cost.network_value.usd_per_gbit_per_s_year': entry(
    'What one more Gb/s per GPU is worth in a year',
    `${perYear} x -elasticity of the step to nics.type.bandwidth / (Gb/s of a NIC x NICs per GPU)`,
    [
      ...jobYear,
      'training.ceiling.sensitivity[].input',
      'training.ceiling.sensitivity[].elasticity',
      'plan:nics.bandwidth',
      'plan:nics.per_node',
      'plan:gpus.per_node',
    ],
  ),
  'cost.network_value.double_rate_step_time_s': entry(
    'Step with NICs and fabric of twice the rate',
    'the step evaluated again with all scale-out rates doubled',
    [step],
  ),
  'cost.network_value.double_rate_usd_per_year': better(
    'What NICs and a fabric of twice the rate are worth in a year',
    'cost.network_value.double_rate_step_time_s',
  ),
  'cost.network_value.double_rate_break_even_usd_per_nic': breakEven(
    'What twice the rate may cost more per NIC over its life',
    'cost.network_value.double_rate_usd_per_year',
    'NICs of the job (GPUs x NICs of a node / GPUs of a node)',
    nicsOfJob,
  ),
  'cost.network_value.flat_fabric_step_time_s': entry(
    'Step on a fabric with one switch between any two NICs, no tier slower than they',
    'the step evaluated again on that fabric',
    [step],
  ),
  'cost.network_value.flat_fabric_usd_per_year': better(
    'What a fabric with one switch between any two NICs, no slower than they, is worth in a year',
    'cost.network_value.flat_fabric_step_time_s',
  ),
  'cost.network_value.flat_fabric_break_even_usd_per_gpu': breakEven(
    'What a flat fabric may cost more per GPU over its life',
    'cost.network_value.flat_fabric_usd_per_year',
    'GPUs of the job',
    ['plan:workload.gpus'],
  ),
  'cost.network_value.microsecond_slower_step_time_s': entry(
    'Step with one microsecond more on every message between scale-up domains',
    'the step evaluated again with that latency',
    [step],
  ),
  'cost.own_prices': stated('Parts whose price the spec, its price list or its own catalog gives'),
  'cost.influence[].input': stated('Input that is varied between its ends'),
  'cost.influence[].ends': stated('Ends of the input: published prices, or the range of practice'),
  'cost.influence[].low': entry(
    'Cost per GPU and hour at the low end of the input',
    'the same sum with one input changed',
    [hourly, 'cost.influence[].input', 'cost.influence[].ends'],
  ),
  'cost.influence[].high': entry(
    'Cost per GPU and hour at the high end of the input',
    'the same sum with one input changed',
    [hourly, 'cost.influence[].input', 'cost.influence[].ends'],
  ),
};
