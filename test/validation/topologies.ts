import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { buildMachine } from '../../src/evaluation/machine.ts';
import type { Fabric } from '../../src/fabric/types.ts';
import { planOfSpec } from './plan-of-spec.ts';
import type { Section } from './section.ts';
import { textTable } from './text-table.ts';

interface Case {
  readonly id: string;
  readonly name: string;
  readonly topology_kind?: string;
  readonly inputs: Readonly<Record<string, number>>;
  readonly expect: Readonly<Record<string, number>>;
  readonly use_as_test: boolean;
}

const tierSwitches = (fabric: Fabric, name: string): number =>
  fabric.tiers.find((tier) => tier.name === name)?.switches ?? 0;

/** Published counts that the built fabric also states, by their name in the file. */
const observed: Readonly<Record<string, (fabric: Fabric) => number | null>> = {
  tiers: (f) => f.tiers.length,
  leaf: (f) => tierSwitches(f, 'leaf'),
  spine: (f) => tierSwitches(f, 'spine'),
  core: (f) => tierSwitches(f, 'core'),
  switches: (f) => f.tiers.reduce((sum, tier) => sum + tier.switches, 0),
  endpoint_links: (f) => f.accessLinks,
  leaf_spine_links: (f) => f.tiers[0]?.upLinks ?? null,
  spine_core_links: (f) => f.tiers[1]?.upLinks ?? null,
  inter_switch_links: (f) => f.interSwitchLinks,
  link_ends: (f) => 2 * (f.accessLinks + f.interSwitchLinks),
  max_switches_crossed: (f) => f.maxHops,
  bisection_tbit_per_s_one_way: (f) => (f.bisectionBytesPerS === null ? null : (f.bisectionBytesPerS * 8) / 1e12),
};

/** Kinds of cases that a spec can state as it stands: leaf and spine of one radix, endpoints spread over them. */
const isSpecCase = (c: Case): boolean =>
  c.use_as_test &&
  (c.topology_kind === 'rail-optimized' || c.topology_kind === 'fat-tree') &&
  c.inputs['port_gbit_per_s'] !== undefined &&
  (c.inputs['radix'] ?? c.inputs['leaf_radix']) !== undefined &&
  (c.inputs['nodes'] ?? c.inputs['endpoints'] ?? c.expect['endpoints']) !== undefined &&
  Object.keys(c.expect).some((field) => field in observed);

const endpointsPerNode = 8;

function specOf(c: Case): Record<string, unknown> {
  const { inputs, expect } = c;
  const radix = inputs['leaf_radix'] ?? inputs['radix'];
  const nodes = inputs['nodes'] ?? (inputs['endpoints'] ?? expect['endpoints'] ?? 0) / endpointsPerNode;
  const count = nodes * endpointsPerNode;
  const rate = `${inputs['port_gbit_per_s']} Gbps`;
  const { leaf_down, leaf_up, management_endpoints } = inputs;
  return {
    gpus: { type: 'h100-sxm', count, per_node: endpointsPerNode },
    nics: { type: { name: 'endpoint', bandwidth: rate }, per_node: endpointsPerNode },
    topology: {
      kind: c.topology_kind,
      switch: { name: 'switch', ports: radix, port_bandwidth: rate },
      ...(management_endpoints === undefined ? {} : { management_endpoints }),
      ...(inputs['oversubscription'] === undefined ? {} : { oversubscription: inputs['oversubscription'] }),
      ...(leaf_down === undefined || leaf_up === undefined ? {} : { shape: { leaf_down, leaf_up } }),
    },
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: count },
  };
}

interface Checked {
  readonly id: string;
  readonly name: string;
  /** Fields that agree, out of those compared; null with a reason when no fabric was built. */
  readonly agreeing: number | null;
  readonly compared: number;
  readonly differences: readonly string[];
}

const close = (a: number | null, b: number): boolean => a !== null && Math.abs(a - b) <= 1e-9 * Math.abs(b);

function check(c: Case): Checked {
  const refused = (reason: string): Checked => ({
    id: c.id,
    name: c.name,
    agreeing: null,
    compared: 0,
    differences: [reason],
  });
  const resolved = planOfSpec(specOf(c));
  if (!resolved.ok) return refused(resolved.reason);
  const built = buildMachine(resolved.plan);
  if (!built.ok) return refused(built.refusal.message);
  const { fabric } = built.machine;
  const fields = Object.entries(c.expect).filter(([field]) => field in observed);
  const differences = fields.flatMap(([field, expected]) => {
    const got = observed[field]?.(fabric) ?? null;
    return close(got, expected) ? [] : [`${field} ${got} instead of ${expected}`];
  });
  return { id: c.id, name: c.name, agreeing: fields.length - differences.length, compared: fields.length, differences };
}

/** Published reference architectures, counted by the tool from a spec of their inputs. */
export function checkTopologies(): Checked[] {
  const file = new URL('../fabric/data/topologies.yaml', import.meta.url);
  const { cases } = parse(readFileSync(file, 'utf8')) as { cases: Case[] };
  return cases.filter(isSpecCase).map(check);
}

export const topologies: Section = {
  name: 'topologies',
  run: () => {
    const checked = checkTopologies();
    const exact = checked.filter((c) => c.agreeing !== null && c.differences.length === 0);
    return {
      text: [
        'Published fabrics, counts from the formulas',
        textTable(
          ['fabric', 'fields', 'exact', 'differences'],
          checked.map((c) => [
            c.id,
            String(c.compared),
            c.agreeing === null ? '-' : String(c.agreeing),
            c.differences.join('; '),
          ]),
        ),
        `  ${exact.length} of ${checked.length} reproduced exactly`,
      ].join('\n'),
      json: checked,
    };
  },
};
