import { formatCount, formatEnergy, formatPercent, formatPower } from '../../units/format.ts';
import { kilograms } from '../quantities.ts';
import { known, reason, type SectionOf } from './section.ts';
import { isAssumed } from './star.ts';

/** Power by component, and energy and carbon per unit of work. */
export const power: SectionOf = (result, { all }) => {
  const { power: p } = result;
  const rows: string[][] = [];
  const add = (label: string, field: string, value: number | null, format: (value: number) => string) => {
    const why = reason(result, `power.${field}`);
    if (all || (value === null ? why !== '' : value > 0))
      rows.push([label, known(value, format), value === null ? why : '']);
  };
  add('  GPUs', 'gpus_w', p.gpus_w, formatPower);
  add('  servers without GPUs', 'servers_w', p.servers_w, formatPower);
  add('  NICs', 'nics_w', p.nics_w, formatPower);
  add('  switches', 'switches_w', p.switches_w, formatPower);
  add('  transceivers', 'transceivers_w', p.transceivers_w, formatPower);
  add('IT equipment', 'it_w', p.it_w, formatPower);
  add('facility', 'facility_w', p.facility_w, formatPower);
  add('rated, all IT equipment', 'provisioned_w', p.provisioned_w, formatPower);
  add('network, share of IT', 'network_fraction', p.network_fraction, formatPercent);
  add('energy per step', 'energy_per_step_j', p.energy_per_step_j, formatEnergy);
  add('  of it, moving data', 'data_movement_energy_per_step_j', p.data_movement_energy_per_step_j, formatEnergy);
  add('energy per token', 'energy_per_token_j', p.energy_per_token_j, formatEnergy);
  add('carbon per step', 'carbon_kg_per_step', p.carbon_kg_per_step, kilograms);
  if (all && p.phases !== undefined) {
    add('IT while all GPUs compute', 'phases.compute_w', p.phases.compute_w, formatPower);
    add('IT while all communicate', 'phases.communication_w', p.phases.communication_w, formatPower);
    add('IT while all wait', 'phases.idle_w', p.phases.idle_w, formatPower);
  }
  const cap = p.gpus_within_facility_cap;
  if (cap !== undefined && cap !== null)
    add('GPUs within the facility cap', 'gpus_within_facility_cap', cap, formatCount);
  return {
    list: true,
    title: `power${isAssumed(result, 'power') ? ' *' : ''}`,
    head: ['', '', ''],
    align: 'lrl',
    rows,
    notes: [],
  };
};
