import { describe, expect, it } from 'vitest';
import { type ExplainedInput, explain, type Value } from '../../../src/report/explain/explanation.ts';
import { entries, explainedFields } from '../../../src/report/explain/registry.ts';
import { evaluated, type Shipped, shipped } from '../../shipped.ts';

/** What an explanation prints of its inputs, by name; equipment in the order of its rows. */
interface Printed {
  readonly of: (name: string) => number;
  readonly known: (name: string) => number | null;
  readonly has: (name: string) => boolean;
  readonly flag: (name: string) => boolean;
  readonly list: (name: string) => readonly Value[];
  /** Count and watts or dollars of one, row by row. */
  readonly equipment: readonly (readonly [count: number, each: number | null])[];
}

function printed(inputs: readonly ExplainedInput[]): Printed {
  const byName = new Map(inputs.map(({ name, value }) => [name, value]));
  const known = (name: string): number | null => {
    if (!byName.has(name)) throw new Error(`${name} is not printed: ${[...byName.keys()].join(', ')}`);
    const value = byName.get(name);
    return typeof value === 'number' ? value : null;
  };
  const one = /, (price|draw|rating) of one$/;
  return {
    known,
    of: (name) => known(name) ?? Number.NaN,
    has: (name) => byName.has(name),
    flag: (name) => byName.get(name) === true,
    list: (name) => byName.get(name) as readonly Value[],
    equipment: inputs
      .filter(({ name }) => one.test(name))
      .map(({ name, value }) => [known(name.replace(one, '')) ?? Number.NaN, value as number | null]),
  };
}

type Recipe = (input: Printed, key: string) => number | null;

const sum = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : values.reduce<number>((all, value) => all + (value ?? 0), 0);
const times = ({ equipment }: Printed): number | null =>
  sum(equipment.map(([count, each]) => (each === null ? null : count * each)));

const rented = (i: Printed): boolean => i.known('economics.rent_usd_per_gpu_hour') !== null;
const paid = (i: Printed): number => 1 - i.of('economics.discount_fraction');
const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);
const bought: Recipe = (i) => (rented(i) ? 0 : scaled(times(i), paid(i)));
const boughtNetwork: Recipe = bought;
const perServer =
  (key: string, discounted = false): Recipe =>
  (i) =>
    rented(i) ? 0 : i.of('gpus.servers') * (i.known(`economics.${key}`) ?? 0) * (discounted ? paid(i) : 1);
const monthly =
  (key: string): Recipe =>
  (i) =>
    rented(i) ? 0 : i.of('gpus.servers') * i.of(`economics.${key}`) * 12;
const job = (i: Printed): number => i.of('cost.tco_usd_per_gpu_hour') * i.of('workload.gpus');
const ofAll =
  (prefix: string, names: readonly string[]): Recipe =>
  (i) =>
    sum(names.filter((name) => i.has(`${prefix}${name}`)).map((name) => i.known(`${prefix}${name}`)));

const networkParts = ['nics', 'switches', 'transceivers', 'cables', 'network'];
const capexParts = ['servers', ...networkParts, 'storage', 'management', 'service', 'software', 'installation'];
const drawing = ['gpus_w', 'servers_w', 'nics_w', 'switches_w', 'transceivers_w'];

const capitalOf = (usd: number, i: Printed): number => {
  const months = 12 * i.of('economics.amortization_years');
  const rate = i.of('economics.wacc_fraction') / 12;
  return (usd * rate) / (1 - (1 + rate) ** -months);
};
const worth =
  (step: string): Recipe =>
  (i) =>
    job(i) * 8760 * Math.max(0, 1 - i.of(step) / i.of('training.step_time_s'));
const nicsPerGpu = (i: Printed): number => i.of('nics.per_node') / i.of('gpus.per_node');
const breakEven =
  (saved: string, among: (i: Printed) => number): Recipe =>
  (i) =>
    i.known(saved) === null ? null : i.of(saved) / (12 * capitalOf(1, i)) / among(i);
const workloadGpus = (i: Printed): number => i.of('workload.gpus');
const tokens = (i: Printed): number => i.of('workload.global_batch') * i.of('workload.sequence_length');
const goodput = (i: Printed): number => i.of('reliability.goodput_fraction');
const phase =
  (state: string): Recipe =>
  (i) =>
    i.of('gpus.power') *
      (i.of('gpus.count') * i.of(`power.gpu_activity.${state}`) +
        (i.of('gpus.installed') - i.of('gpus.count')) * i.of('power.gpu_activity.idle')) +
    i.of('power.servers_w') +
    i.of('power.nics_w') +
    i.of('power.switches_w') +
    i.of('power.transceivers_w');

/** Bytes of the part of the path with this name, from the printed traffic. */
function bytesAt(i: Printed, name: string, index: number): number {
  const names = i.list('traffic.tiers[].name') as readonly string[];
  const bytes = i.list('traffic.tiers[].bytes_per_step') as readonly number[];
  const of = (wanted: string): number => bytes[names.indexOf(wanted)] ?? Number.NaN;
  if (name === 'scale-up' || name === 'nic') return of(name);
  // Parts are scale-up, NIC, tiers; above the leaf comes what the uplinks of the tier below carry.
  return index === 2 ? of('nic') : (bytes[index - 1] ?? 0);
}

const nameIn = (i: Printed, key: string): string => i.list(`power.data_movement[${key}].name`) as unknown as string;

function perBit(i: Printed, key: string): number {
  const name = nameIn(i, key);
  if (name === 'scale-up') return i.of('scale_up_pj_per_bit');
  if (name === 'nic') return (i.of('nics.power') * 1e12) / (8 * i.of('nics.bandwidth'));
  const on = i.of(`power.data_movement[${key}].onward_fraction`);
  const peers = i.list('link to a peer, both ends') !== undefined;
  const hops = peers ? Math.max(1, i.of('mean switches of a path') - 1) : 1;
  const pass = i.of('pass of a switch');
  return (
    2 * i.of('link below, both ends') + pass + on * hops * (pass + (peers ? i.of('link to a peer, both ends') : 0))
  );
}

const recipes: Readonly<Record<string, Recipe>> = {
  'cost.capex_usd.servers': bought,
  ...Object.fromEntries(
    ['nics', 'switches', 'transceivers', 'cables'].map((n) => [`cost.capex_usd.${n}`, boughtNetwork]),
  ),
  'cost.capex_usd.network': perServer('network_usd_per_server', true),
  'cost.network_capex_usd': ofAll('cost.capex_usd.', networkParts),
  'cost.capex_usd.storage': perServer('storage_usd_per_server', true),
  'cost.capex_usd.management': perServer('management_usd_per_server', true),
  'cost.capex_usd.service': perServer('service_usd_per_server'),
  'cost.capex_usd.software': perServer('software_usd_per_server'),
  'cost.capex_usd.installation': perServer('installation_usd_per_server'),
  'cost.capex_usd.total': ofAll('cost.capex_usd.', capexParts),
  'cost.known_subtotal_usd': (i) =>
    rented(i)
      ? 0
      : i.equipment.reduce((all, [count, each]) => all + count * (each ?? 0), 0) * paid(i) +
        ['service', 'software', 'installation'].reduce((all, n) => all + i.of(`cost.capex_usd.${n}`), 0),
  'cost.network_capex_fraction': (i) => {
    const total = i.known('cost.capex_usd.total');
    return total ? scaled(i.known('cost.network_capex_usd'), 1 / total) : null;
  },
  'cost.hosted_w': (i) => i.known('power.provisioned_w'),
  'cost.power_utilization_fraction': (i) =>
    i.known('economics.power_utilization_fraction') ?? i.of('power.it_w') / i.of('cost.hosted_w'),
  'cost.opex_usd_per_year.electricity': (i) =>
    rented(i) ? 0 : i.of('power.facility_kwh_per_year') * i.of('economics.electricity_usd_per_kwh'),
  'cost.opex_usd_per_year.colocation': (i) =>
    rented(i) ? 0 : (i.of('cost.hosted_w') / 1000) * i.of('economics.colocation_usd_per_kw_month') * 12,
  'cost.opex_usd_per_year.maintenance': (i) =>
    i.of('economics.maintenance_fraction_per_year') === 0
      ? 0
      : i.of('cost.capex_usd.total') * i.of('economics.maintenance_fraction_per_year'),
  'cost.opex_usd_per_year.remote_hands': monthly('remote_hands_usd_per_server_month'),
  'cost.opex_usd_per_year.internet': monthly('internet_usd_per_server_month'),
  'cost.opex_usd_per_year.rent': (i) => i.of('gpus.count') * (i.known('economics.rent_usd_per_gpu_hour') ?? 0) * 8760,
  'cost.opex_usd_per_year.total': ofAll('cost.opex_usd_per_year.', [
    'electricity',
    'colocation',
    'maintenance',
    'remote_hands',
    'internet',
    'rent',
  ]),
  'cost.capital_usd_per_month': (i) => capitalOf(i.of('cost.capex_usd.total'), i),
  'cost.tco_usd_per_gpu_hour': (i) =>
    (i.of('cost.capital_usd_per_month') + i.of('cost.opex_usd_per_year.total') / 12) / (i.of('gpus.count') * 730),
  'cost.usd_per_step': (i) => (job(i) * i.of('training.step_time_s')) / 3600 / i.of('economics.utilization_fraction'),
  'cost.usd_per_million_tokens': (i) => ((i.of('cost.usd_per_step') / tokens(i)) * 1e6) / goodput(i),
  'cost.run_usd': (i) => (i.of('cost.usd_per_step') * i.of('training.run_time_s')) / i.of('training.step_time_s'),
  'cost.idle_usd_per_hour': (i) => job(i) * i.of('training.idle_fraction'),
  'cost.network_idle_usd_per_hour': (i) => job(i) * i.of('training.network_idle_fraction'),
  'cost.usd_per_microsecond_year': (i) =>
    job(i) *
    8760 *
    Math.max(0, i.of('cost.network_value.microsecond_slower_step_time_s') / i.of('training.step_time_s') - 1),
  'cost.lost_usd_per_year.*': (i, key) =>
    (job(i) * 8760 * i.of(`training.breakdown.${key}_s`)) / i.of('training.step_time_s'),
  'cost.network_value.perfect_network_usd_per_year': worth('training.ceiling.infinite_network_step_time_s'),
  'cost.network_value.double_rate_usd_per_year': worth('cost.network_value.double_rate_step_time_s'),
  'cost.network_value.flat_fabric_usd_per_year': worth('cost.network_value.flat_fabric_step_time_s'),
  'cost.network_value.break_even_usd_per_gpu': breakEven(
    'cost.network_value.perfect_network_usd_per_year',
    workloadGpus,
  ),
  'cost.network_value.double_rate_break_even_usd_per_nic': breakEven(
    'cost.network_value.double_rate_usd_per_year',
    (i) => workloadGpus(i) * nicsPerGpu(i),
  ),
  'cost.network_value.flat_fabric_break_even_usd_per_gpu': breakEven(
    'cost.network_value.flat_fabric_usd_per_year',
    workloadGpus,
  ),
  'cost.network_value.usd_per_gbit_per_s_year': (i) => {
    const at = i.list('training.ceiling.sensitivity[].input').indexOf('nics.type.bandwidth');
    const slope = Number(i.list('training.ceiling.sensitivity[].elasticity')[at]);
    return (job(i) * 8760 * Math.max(0, -slope)) / ((i.of('nics.bandwidth') * 8 * nicsPerGpu(i)) / 1e9);
  },
  'power.it_w': ofAll('power.', drawing),
  'power.known_subtotal_w': (i) => drawing.reduce((all, name) => all + (i.known(`power.${name}`) ?? 0), 0),
  'power.facility_w': (i) => i.of('power.it_w') * i.of('economics.pue'),
  'power.provisioned_w': times,
  'power.facility_provisioned_w': (i) => scaled(i.known('power.provisioned_w'), i.of('economics.pue')),
  'power.gpus_w': (i) => {
    const [busy, network] = [i.of('training.gpu_busy_fraction'), i.of('training.network_idle_fraction')];
    const idle = i.of('power.gpu_activity.idle');
    const average =
      busy * i.of('power.gpu_activity.compute') +
      network * i.of('power.gpu_activity.communication') +
      (1 - busy - network) * idle;
    return i.of('gpus.power') * (i.of('gpus.count') * average + (i.of('gpus.installed') - i.of('gpus.count')) * idle);
  },
  'power.servers_w': (i) => {
    const own = (watts: number, share: number): number =>
      i.of('gpus.servers') *
      (watts -
        i.of('gpus.per_server') * i.of('gpus.server_rated_with_gpu_power') * share -
        i.of('gpus.server_rated_with_nics_power'));
    const measured = i.known('gpus.server_training_power');
    if (measured !== null) return own(measured, i.of('gpu_training_power_fraction'));
    const rating = i.known('gpus.server_power');
    const covered = i.flag('gpus.server_power_covers_network') ? (times(i) ?? Number.NaN) : 0;
    const rated = rating === null ? i.of('server_rest_w_per_gpu') * i.of('gpus.installed') : own(rating, 1) - covered;
    return rated * i.of('server_rest_load_fraction');
  },
  'power.nics_w': (i) => i.of('nics.count') * i.of('nics.power'),
  'power.switches_w': times,
  'power.transceivers_w': times,
  'power.network_fraction': (i) =>
    (i.of('power.nics_w') + i.of('power.switches_w') + i.of('power.transceivers_w')) / i.of('power.it_w'),
  'power.energy_per_step_j': (i) =>
    (i.of('power.facility_w') * i.of('training.step_time_s') * i.of('workload.gpus')) / i.of('gpus.count'),
  'power.data_movement_energy_per_step_j': (i) => sum(i.list('power.data_movement[].energy_j') as (number | null)[]),
  'power.energy_per_token_j': (i) => i.of('power.energy_per_step_j') / tokens(i) / goodput(i),
  'power.run_energy_j': (i) => {
    const length = i.known('workload.tokens');
    return length === null ? null : (i.of('power.energy_per_step_j') * length) / tokens(i) / goodput(i);
  },
  'power.run_carbon_kg': (i) => ((i.of('power.run_energy_j') / 3.6e6) * i.of('power.carbon_g_per_kwh')) / 1000,
  'power.network_standby_energy_per_step_j': (i) => {
    const names = i.list('power.data_movement[].name');
    const moved = i.list('power.data_movement[].energy_j').filter((_, at) => names[at] !== 'scale-up');
    const draw = ['nics_w', 'switches_w', 'transceivers_w'].reduce((all, name) => all + i.of(`power.${name}`), 0);
    const share = i.of('workload.gpus') / i.of('gpus.count');
    return Math.max(0, draw * i.of('training.step_time_s') * share - (sum(moved as (number | null)[]) ?? Number.NaN));
  },
  'power.carbon_kg_per_step': (i) =>
    ((i.of('power.energy_per_step_j') / 3.6e6) * i.of('power.carbon_g_per_kwh')) / 1000,
  'power.carbon_kg_per_million_tokens': (i) => (i.of('power.carbon_kg_per_step') / tokens(i) / goodput(i)) * 1e6,
  'power.compute_energy_per_step_j': (i) =>
    i.of('power.energy_per_step_j') - i.of('power.data_movement_energy_per_step_j'),
  'power.phases.compute_w': phase('compute'),
  'power.phases.communication_w': phase('communication'),
  'power.phases.idle_w': phase('idle'),
  'power.phases.swing_w': (i) => Math.abs(i.of('power.phases.compute_w') - i.of('power.phases.communication_w')),
  'power.data_movement[].bytes_per_step': (i, key) => bytesAt(i, nameIn(i, key), Number(key)),
  'power.data_movement[].pj_per_bit': perBit,
  'power.data_movement[].energy_j': (i, key) =>
    (i.of(`power.data_movement[${key}].bytes_per_step`) * 8 * i.of(`power.data_movement[${key}].pj_per_bit`)) / 1e12,
  'power.facility_kwh_per_year': (i) =>
    (i.of('cost.hosted_w') / 1000) * i.of('cost.power_utilization_fraction') * i.of('economics.pue') * 8760,
  'power.carbon_kg_per_year': (i) => (i.of('power.facility_kwh_per_year') * i.of('power.carbon_g_per_kwh')) / 1000,
};

/** Numbers that come out of the whole model evaluated again, not of an expression of inputs. */
const evaluatedAgain =
  /^cost\.(influence\[\]\.(low|high)|network_value\.\w+_step_time_s)$|onward_fraction$|gpus_within_facility_cap$/;

const recomputable = explainedFields.filter(
  (field) => /^(cost|power)\./.test(field) && entries[field]?.formula !== 'as stated' && !evaluatedAgain.test(field),
);

/** The places of a field in a result: every index of a list, every key of a map. */
function placesOf(field: string, result: Shipped['result']): readonly (readonly [place: string, key: string])[] {
  const [parent = '', leaf] = field.split(/\[\]\.|\.(?=\*$)/);
  const holder = parent.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], result);
  if (leaf === '*') return Object.keys(holder ?? {}).map((key) => [`${parent}.${key}`, key]);
  if (leaf !== undefined) return ((holder as unknown[]) ?? []).map((_, i) => [`${parent}[${i}].${leaf}`, `${i}`]);
  return [[field, '']];
}

const extras = [
  evaluated(
    'stated',
    `
gpus: { type: h200-sxm, count: 1024, server: hgx-h200 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized, spares: 0.05 }
workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1024, gpus: 512, tokens: 1e12, parallelism: { tensor: 8, pipeline: 4 } }
power: { facility_cap: 20 MW }
economics: { network_usd_per_server: 76155, storage_usd_per_server: 11732, service_usd_per_server: 8000, discount_fraction: 0.1, power_utilization_fraction: 0.8, maintenance_fraction_per_year: 0.03, price_level: high }
`,
  ),
  evaluated(
    'dragonfly',
    `
gpus: { type: h100-sxm, count: 1056 }
nics: { type: cx7-400 }
topology: { kind: dragonfly, shape: { hosts: 4, routers: 8, global_links: 4, groups: 33 }, spares: 0.02 }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 1056, sharding: full, parallelism: {} }
economics: { management_usd_per_server: 2000, software_usd_per_server: 100, installation_usd_per_server: 5 }
`,
  ),
];

describe('money and power can be recalculated from what --explain prints', () => {
  it('by a recipe for every field', () => {
    expect(recomputable.filter((field) => recipes[field] === undefined)).toEqual([]);
    expect(Object.keys(recipes).filter((field) => !recomputable.includes(field))).toEqual([]);
  });

  const cases = [...shipped(), ...extras];

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { plan, result }) => {
    for (const level of ['', 'range.low.', 'range.typical.', 'range.high.']) {
      for (const field of recomputable) {
        for (const [place, key] of placesOf(
          field,
          level === '' ? result : (result.range as never)?.[level.slice(6, -1)],
        )) {
          const explanation = explain(level + place, result, plan);
          if (explanation === null) throw new Error(place);
          const value = explanation.value;
          if (typeof value !== 'number') {
            expect([place, value]).toEqual([place, null]);
            continue;
          }
          const inputs = explanation.inputs.map((input) => ({ ...input, name: input.name.replace(level, '') }));
          const found = recipes[field]?.(printed(inputs), key) ?? Number.NaN;
          const gap = Math.abs(found - value) / Math.max(Math.abs(value), 1e-12);
          expect([level + place, value === 0 ? found === 0 : gap < 1e-9, found, value]).toEqual([
            level + place,
            true,
            found,
            value,
          ]);
        }
      }
    }
  });
});
