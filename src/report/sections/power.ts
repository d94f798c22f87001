import type { PowerResult } from '../../result/schema.ts';
import {
  formatBytes,
  formatCount,
  formatEnergy,
  formatNumber,
  formatPercent,
  formatPower,
} from '../../units/format.ts';
import { kilograms } from '../quantities.ts';
import { levelsOf } from './levels.ts';
import { known, type SectionOf } from './section.ts';
import { isAssumed } from './star.ts';

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
  ['IT equipment', 'it_w', (p) => p.it_w, formatPower],
  ['  swing, all compute to all communicate', 'phases.swing_w', (p) => p.phases?.swing_w, formatPower],
  ['facility', 'facility_w', (p) => p.facility_w, formatPower],
  ['rated, all IT equipment', 'provisioned_w', (p) => p.provisioned_w, formatPower],
  ['network, share of IT', 'network_fraction', (p) => p.network_fraction, formatPercent],
  ['energy per step', 'energy_per_step_j', (p) => p.energy_per_step_j, formatEnergy],
  ['  GPUs, servers, cooling', 'compute_energy_per_step_j', (p) => p.compute_energy_per_step_j, formatEnergy],
  ['  moving data', 'data_movement_energy_per_step_j', (p) => p.data_movement_energy_per_step_j, formatEnergy],
];

const perToken: readonly Row[] = [
  ['energy per token', 'energy_per_token_j', (p) => p.energy_per_token_j, formatEnergy],
  ['carbon per step', 'carbon_kg_per_step', (p) => p.carbon_kg_per_step, kilograms],
  ['carbon per million tokens', 'carbon_kg_per_million_tokens', (p) => p.carbon_kg_per_million_tokens, kilograms],
  ['GPUs within the facility cap', 'gpus_within_facility_cap', (p) => p.gpus_within_facility_cap, formatCount],
];

const phases: readonly Row[] = [
  ['IT while all GPUs compute', 'phases.compute_w', (p) => p.phases?.compute_w, formatPower],
  ['IT while all communicate', 'phases.communication_w', (p) => p.phases?.communication_w, formatPower],
  ['IT while all wait', 'phases.idle_w', (p) => p.phases?.idle_w, formatPower],
  ['billed energy per year, kWh', 'facility_kwh_per_year', (p) => p.facility_kwh_per_year, formatCount],
  ['carbon per year', 'carbon_kg_per_year', (p) => p.carbon_kg_per_year, kilograms],
];

/** Power by component, and energy and carbon per unit of work. */
export const power: SectionOf = (result, { all }) => {
  const levels = levelsOf(result, all);
  const rowsOf = (wanted: readonly Row[]): string[][] =>
    wanted.flatMap(([label, field, value, format]) => {
      const cells = levels.cells(`power.${field}`, (at) => value(at.power), format);
      return cells === null ? [] : [[label, ...cells]];
    });
  return {
    list: true,
    title: `power${isAssumed(result, 'power') ? ' *' : ''}`,
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
