import type { PowerResult } from '../../result/schema.ts';
import { formatBytes, formatCount, formatEnergy, formatNumber, formatPower } from '../../units/format.ts';
import { kilograms, kilowattHours } from '../quantities.ts';
import { levelsOf } from './levels.ts';
import { known, type SectionOf } from './section.ts';

type Row = readonly [
  label: string,
  field: string,
  value: (at: PowerResult) => number | null | undefined,
  format: (value: number) => string,
];

const main: readonly Row[] = [
  ['  GPUs', 'gpus_w', (p) => p.gpus_w, formatPower],
  ['  servers without GPUs', 'servers_w', (p) => p.servers_w, formatPower],
  ['  NICs', 'nics_w', (p) => p.nics_w, formatPower],
  ['  switches', 'switches_w', (p) => p.switches_w, formatPower],
  ['  transceivers', 'transceivers_w', (p) => p.transceivers_w, formatPower],
  ['IT equipment, while the job runs', 'it_w', (p) => p.it_w, formatPower],
  [
    'IT equipment, known part',
    'known_subtotal_w',
    (p) => (p.it_w === null ? p.known_subtotal_w : undefined),
    formatPower,
  ],
  ['  swing, all compute to all communicate', 'phases.swing_w', (p) => p.phases?.swing_w, formatPower],
  ['facility, while the job runs', 'facility_w', (p) => p.facility_w, formatPower],
  ['IT equipment, rated', 'provisioned_w', (p) => p.provisioned_w, formatPower],
  ['facility, as rated', 'facility_provisioned_w', (p) => p.facility_provisioned_w, formatPower],
  ['energy per step', 'energy_per_step_j', (p) => p.energy_per_step_j, formatEnergy],
  [
    '  GPUs, servers, network on standby, cooling',
    'compute_energy_per_step_j',
    (p) => p.compute_energy_per_step_j,
    formatEnergy,
  ],
  ['  moving data', 'data_movement_energy_per_step_j', (p) => p.data_movement_energy_per_step_j, formatEnergy],
];

const perToken: readonly Row[] = [
  ['energy per token', 'energy_per_token_j', (p) => p.energy_per_token_j, formatEnergy],
  ['carbon per step', 'carbon_kg_per_step', (p) => p.carbon_kg_per_step, kilograms],
  ['carbon per million tokens', 'carbon_kg_per_million_tokens', (p) => p.carbon_kg_per_million_tokens, kilograms],
  ['energy of the run', 'run_energy_j', (p) => p.run_energy_j, formatEnergy],
  ['carbon of the run', 'run_carbon_kg', (p) => p.run_carbon_kg, kilograms],
  [
    'GPUs within the facility cap, at ratings',
    'gpus_within_facility_cap',
    (p) => p.gpus_within_facility_cap,
    formatCount,
  ],
];

const phases: readonly Row[] = [
  [
    'network on standby, energy per step',
    'network_standby_energy_per_step_j',
    (p) => p.network_standby_energy_per_step_j,
    formatEnergy,
  ],
  ['IT while all GPUs compute', 'phases.compute_w', (p) => p.phases?.compute_w, formatPower],
  ['IT while all communicate', 'phases.communication_w', (p) => p.phases?.communication_w, formatPower],
  ['IT while all wait', 'phases.idle_w', (p) => p.phases?.idle_w, formatPower],
  ['facility energy per year', 'facility_kwh_per_year', (p) => p.facility_kwh_per_year, kilowattHours],
  ['carbon per year', 'carbon_kg_per_year', (p) => p.carbon_kg_per_year, kilograms],
];

/** Power by component, and energy and carbon per unit of work. */
export const power: SectionOf = (result, { all }) => {
  const levels = levelsOf(result, all);
  const rowsOf = (wanted: readonly Row[]): (readonly string[])[] =>
    wanted.flatMap(([label, field, value, format]) => {
      const row = levels.row(label, `power.${field}`, (at) => value(at.power), format);
      return row === null ? [] : [row];
    });
  return {
    list: true,
    title: 'power',
    head: levels.head(''),
    align: levels.align,
    rows: [...rowsOf(main), ...rowsOf(perToken), ...(all ? rowsOf(phases) : [])],
    notes: [],
  };
};

/** Energy of moving the bytes of a step, by part of their path; a detail for `--all`. */
export const dataMovement: SectionOf = ({ power: { data_movement: parts = [] } }, { all }) => {
  if (!all || parts.length === 0) return null;
  return {
    title: 'energy of moving data, one step',
    head: ['part', 'bytes', 'pJ/bit', 'energy'],
    align: 'lrrr',
    rows: parts.map((part) => [
      part.name,
      formatBytes(part.bytes_per_step),
      known(part.pj_per_bit, formatNumber),
      known(part.energy_j, formatEnergy),
    ]),
    notes: [],
  };
};
