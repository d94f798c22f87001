import { type Entries, entry, stated } from './entry.ts';

const capexParts = [
  'servers',
  'nics',
  'switches',
  'transceivers',
  'cables',
  'network',
  'storage',
  'management',
  'service',
  'software',
  'installation',
].map((name) => `cost.capex_usd.${name}`);
const opexParts = ['electricity', 'colocation', 'maintenance', 'remote_hands', 'internet', 'rent'].map(
  (name) => `cost.opex_usd_per_year.${name}`,
);
const price = ['plan:economics.price_level', 'plan:economics.discount_fraction'];
const bill = 'bill of materials x unit price x (1 - discount)';
const perServer = (words: string, key: string) =>
  entry(words, 'servers x amount per server', ['plan:gpus.count', 'plan:gpus.per_node', `plan:economics.${key}`]);
const hourly = 'cost.tco_usd_per_gpu_hour';

export const cost: Entries = {
  'cost.price_level': stated('Which published price is used: low, typical or high', ['plan:economics.price_level']),
  'cost.capex_usd.servers': entry('Servers with their GPUs, or GPUs alone where no server is known', bill, [
    'plan:gpus.count',
    'plan:gpus.server_price',
    ...price,
  ]),
  'cost.capex_usd.nics': entry('NICs; 0 where the server price includes them', bill, [
    'plan:nics.per_node',
    'plan:nics.price',
    ...price,
  ]),
  'cost.capex_usd.switches': entry('Switches of all tiers', bill, [
    'fabric.switches',
    'plan:topology.switch_price',
    ...price,
  ]),
  'cost.capex_usd.transceivers': entry('Optical modules at both ends of optical links', bill, [
    'fabric.transceivers',
    'plan:topology.optics',
    ...price,
  ]),
  'cost.capex_usd.cables': entry('Copper and fibre', bill, [
    'fabric.access_links',
    'fabric.inter_switch_links',
    'plan:topology.optics',
    ...price,
  ]),
  'cost.capex_usd.network': perServer(
    'A network price per server that replaces the bill of materials',
    'network_usd_per_server',
  ),
  'cost.capex_usd.storage': perServer('Storage', 'storage_usd_per_server'),
  'cost.capex_usd.management': perServer('Management servers and the out-of-band network', 'management_usd_per_server'),
  'cost.capex_usd.service': perServer('Service contracts', 'service_usd_per_server'),
  'cost.capex_usd.software': perServer('Software licences', 'software_usd_per_server'),
  'cost.capex_usd.installation': perServer('Installation', 'installation_usd_per_server'),
  'cost.capex_usd.total': entry(
    'Capital that is spent once; null while a part is unknown',
    'sum of the parts',
    capexParts,
  ),
  'cost.known_subtotal_usd': entry('Capital whose prices are known', 'sum of the known parts', capexParts),
  'cost.network_capex_fraction': entry(
    'Share of the capital that the network takes',
    '(NICs + switches + transceivers + cables) / total',
    [
      'cost.capex_usd.nics',
      'cost.capex_usd.switches',
      'cost.capex_usd.transceivers',
      'cost.capex_usd.cables',
      'cost.capex_usd.network',
      'cost.capex_usd.total',
    ],
  ),
  'cost.opex_usd_per_year.electricity': entry(
    'Energy',
    'hosted rated draw x utilization of the rating x PUE x hours a year x tariff',
    [
      'cost.hosted_w',
      'plan:economics.power_utilization_fraction',
      'plan:economics.pue',
      'plan:economics.electricity_usd_per_kwh',
    ],
  ),
  'cost.opex_usd_per_year.colocation': entry('Space and power capacity', 'rated kW x price per kW and month x 12', [
    'cost.hosted_w',
    'plan:economics.colocation_usd_per_kw_month',
  ]),
  'cost.opex_usd_per_year.maintenance': entry('Maintenance', 'capital x fraction per year', [
    'cost.capex_usd.total',
    'plan:economics.maintenance_fraction_per_year',
  ]),
  'cost.opex_usd_per_year.remote_hands': entry('Hands on site', 'servers x price per month x 12', [
    'plan:gpus.count',
    'plan:gpus.per_node',
    'plan:economics.remote_hands_usd_per_server_month',
  ]),
  'cost.opex_usd_per_year.internet': entry('Internet access', 'servers x price per month x 12', [
    'plan:gpus.count',
    'plan:gpus.per_node',
    'plan:economics.internet_usd_per_server_month',
  ]),
  'cost.opex_usd_per_year.rent': entry('Rent, where GPUs are rented', 'GPUs x price per GPU-hour x hours a year', [
    'plan:gpus.count',
    'plan:economics.rent_usd_per_gpu_hour',
  ]),
  'cost.opex_usd_per_year.total': entry('Cost of running it for a year', 'sum of the parts', opexParts),
  'cost.capital_usd_per_month': entry(
    'Capital per month over its life',
    'straight line: capital / months; annuity: capital x r / (1 - (1 + r)^-months)',
    [
      'cost.capex_usd.total',
      'plan:economics.amortization_years',
      'plan:economics.financing',
      'plan:economics.wacc_fraction',
    ],
    'annuity formula of a level-payment loan',
  ),
  'cost.tco_usd_per_gpu_hour': entry(
    'All cost per GPU and hour, used or not',
    '(capital per month + opex per month) / (GPUs x 730 h)',
    ['cost.capital_usd_per_month', 'cost.opex_usd_per_year.total', 'plan:gpus.count'],
  ),
  'cost.usd_per_step': entry('Cost of one step', 'GPU-hours of a step x cost per GPU-hour / utilization', [
    hourly,
    'training.step_time_s',
    'plan:workload.gpus',
    'plan:economics.utilization_fraction',
  ]),
  'cost.usd_per_million_tokens': entry(
    'Cost of a million trained tokens',
    'cost of a step / tokens of a step / goodput x 10^6',
    [
      'cost.usd_per_step',
      'plan:workload.global_batch',
      'plan:workload.sequence_length',
      'plan:economics.goodput_fraction',
    ],
  ),
  'cost.run_usd': entry('Cost of the whole run', 'cost of a step x steps / goodput', [
    'cost.usd_per_step',
    'training.run_time_s',
    'training.step_time_s',
    'plan:economics.goodput_fraction',
  ]),
  'cost.idle_usd_per_hour': entry('What idle GPUs cost', 'cost per GPU-hour x GPUs x idle share', [
    hourly,
    'training.idle_fraction',
    'plan:workload.gpus',
  ]),
  'cost.network_idle_usd_per_hour': entry(
    'What GPUs that wait for the network cost',
    'cost per GPU-hour x GPUs x network idle share',
    [hourly, 'training.network_idle_fraction', 'plan:workload.gpus'],
  ),
  'cost.usd_per_microsecond_year': entry(
    'What one microsecond more on every message between scale-up domains costs in a year',
    'cost per year x (step time with the microsecond / step time - 1)',
    [hourly, 'training.step_time_s', 'plan:workload.gpus'],
  ),
  'cost.hosted_w': entry('Rated draw that colocation and electricity are charged on', 'rated draw of what is hosted', [
    'power.provisioned_w',
  ]),
  'cost.lost_usd_per_year.*': entry(
    'What the lost time of every step costs in a year, by cause',
    'cost per year x time lost to the cause / step time',
    [hourly, 'training.step_time_s', 'training.breakdown.pipeline_bubble_s', 'training.network_idle_fraction'],
  ),
  'cost.network_value.perfect_network_usd_per_year': entry(
    'What a perfect network is worth in a year',
    'cost per year x (1 - ideal step time / step time)',
    [hourly, 'training.step_time_s', 'training.ceiling.infinite_network_step_time_s'],
  ),
  'cost.network_value.break_even_usd_per_gpu': entry(
    'What a perfect network may cost more per GPU over its life',
    'worth per year / (yearly capital cost of one dollar) / GPUs of the job',
    [
      'cost.network_value.perfect_network_usd_per_year',
      'plan:economics.amortization_years',
      'plan:economics.wacc_fraction',
      'plan:workload.gpus',
    ],
  ),
  'cost.network_value.usd_per_gbit_per_s_year': entry(
    'What one more Gb/s per GPU is worth in a year',
    'cost per year x elasticity of the step time / Gb/s per GPU',
    [hourly, 'training.ceiling.sensitivity[].elasticity', 'plan:nics.bandwidth'],
  ),
  'cost.network_value.double_rate_usd_per_year': entry(
    'What NICs and a fabric of twice the rate are worth in a year',
    'cost per year x (1 - step time at twice the rate / step time)',
    [hourly, 'training.step_time_s', 'plan:nics.bandwidth'],
  ),
  'cost.network_value.double_rate_break_even_usd_per_nic': entry(
    'What twice the rate may cost more per NIC over its life',
    'worth per year / (yearly capital cost of one dollar) / NICs of the job',
    [
      'cost.network_value.double_rate_usd_per_year',
      'plan:economics.amortization_years',
      'plan:economics.wacc_fraction',
      'plan:workload.gpus',
    ],
  ),
  'cost.network_value.flat_fabric_usd_per_year': entry(
    'What a fabric with one switch between any two NICs, no slower than they, is worth in a year',
    'cost per year x (1 - step time on the flat fabric / step time)',
    [hourly, 'training.step_time_s', 'fabric.latency_s.min'],
  ),
  'cost.network_value.flat_fabric_break_even_usd_per_gpu': entry(
    'What a flat fabric may cost more per GPU over its life',
    'worth per year / (yearly capital cost of one dollar) / GPUs of the job',
    [
      'cost.network_value.flat_fabric_usd_per_year',
      'plan:economics.amortization_years',
      'plan:economics.wacc_fraction',
      'plan:workload.gpus',
    ],
  ),
  'cost.own_prices': stated('Parts whose price the spec, its price list or its own catalog gives'),
  'cost.influence[].input': stated('Input that is varied between its ends'),
  'cost.influence[].low': entry(
    'Cost per GPU and hour at the low end of the input',
    'the same sum with one input changed',
    [hourly],
  ),
  'cost.influence[].high': entry(
    'Cost per GPU and hour at the high end of the input',
    'the same sum with one input changed',
    [hourly],
  ),
};
