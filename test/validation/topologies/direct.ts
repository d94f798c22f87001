import { build, switchOf } from './build.ts';
import { type Case, input, list, type Observed, optional } from './case.ts';
import { modelCostMusd } from './clos.ts';
import { common } from './common.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((value, size) => value * size, 1);

const LARGE_RADIX = 256;

/** A grid of rings; with cubes, joined by optical circuit switches. */
export function torus(c: Case): Observed {
  const sizes = list(c, 'dims');
  const cube = c.inputs['cube'];
  const links = sizes.reduce((sum, size) => sum + Math.min(2, size - 1), 0);
  const gbyte = optional(c, 'link_gbyte_per_s_one_way') ?? 50;
  const result = build({
    endpoints: product(sizes),
    nicGbit: links * gbyte * 8,
    topology: {
      kind: 'torus',
      ...(cube === undefined ? {} : { switch: 'palomar-ocs' }),
      shape: { dimensions: sizes, ...(cube === undefined ? {} : { cube, circuit_ports: input(c, 'ocs_ports_used') }) },
    },
  });
  if (!result.ok) throw new Error(result.reason);
  const { fabric } = result;
  return {
    ...common(fabric),
    chips: result.plan.cluster.gpus,
    nodes: result.plan.cluster.gpus,
    ocs: fabric.tiers[0]?.switches,
    bisection_tbyte_per_s_one_way: (fabric.bisectionBytesPerS ?? 0) / 1e12,
  };
}

/** Cubes of a pod: the grid's shape is not published, any will do. */
export function cubes(c: Case): Observed {
  const count = input(c, 'cubes');
  const [a = 4, b = 4, d = 4] = list(c, 'cube');
  const result = build({
    endpoints: count * a * b * d,
    topology: {
      kind: 'torus',
      switch: 'palomar-ocs',
      shape: { dimensions: [a, b, count * d], cube: [a, b, d], circuit_ports: 128 },
    },
  });
  if (!result.ok) throw new Error(result.reason);
  return { chips: result.plan.cluster.gpus, ...common(result.fabric) };
}

export function dragonfly(c: Case): Observed {
  const [p, a, h, g] = [input(c, 'p'), input(c, 'a'), input(c, 'h'), input(c, 'g')];
  const result = build({
    endpoints: p * a * g,
    topology: {
      kind: 'dragonfly',
      switch: switchOf(LARGE_RADIX),
      shape: { hosts: p, routers: a, global_links: h, groups: g },
    },
  });
  return result.ok ? { closes: true, ...common(result.fabric) } : { closes: false };
}

export function dragonflyPlus(c: Case): Observed {
  const leaves = input(c, 'leaves_per_group');
  const spines = input(c, 'spines_per_group');
  const groups = input(c, 'groups');
  const hosts = optional(c, 'leaf_down_100g') ?? leaves;
  const globals = optional(c, 'global_per_spine');
  const perPair = optional(c, 'links_per_group_pair') ?? Math.floor((spines * (globals ?? 1)) / (groups - 1));
  const radix = optional(c, 'radix');
  const hostGbit = optional(c, 'leaf_down_100g') === undefined ? 200 : 100;
  const result = build({
    endpoints: groups * leaves * hosts,
    nicGbit: hostGbit,
    topology: {
      kind: 'dragonfly-plus',
      link_bandwidth: '200 Gbps',
      breakout: 200 / hostGbit,
      switch: switchOf(radix ?? LARGE_RADIX, 200),
      shape: { hosts, leaves, spines, groups, links_per_pair: perPair },
    },
  });
  if (!result.ok) throw new Error(result.reason);
  const known = common(result.fabric);
  return {
    ...known,
    leaf_oversubscription: known['oversubscription'],
    switches_if_groups_identical: known['switches'],
  };
}

const isPublished = (c: Case): boolean => c.inputs['port_gbit_per_s'] !== undefined;

export function slimFly(c: Case): Observed {
  const q = input(c, 'q');
  const delta = q % 4 === 3 ? -1 : q % 4;
  const degree = (3 * q - delta) / 2;
  const endpoints = q % 4 === 2 ? 8 : 2 * q * q * Math.ceil(degree / 2);
  const result = build({
    endpoints,
    topology: { kind: 'slim-fly', switch: switchOf(isPublished(c) ? 64 : LARGE_RADIX), shape: { q } },
  });
  if (!result.ok) return { closes: false };
  const { fabric } = result;
  return { closes: true, ...common(fabric), model_cost_musd: modelCostMusd(c, fabric, endpoints) };
}

export function hyperx(c: Case): Observed {
  const sizes = list(c, 'dims');
  const result = build({
    endpoints: 4 * product(sizes),
    topology: { kind: 'hyperx', switch: switchOf(LARGE_RADIX), shape: { dimensions: sizes, hosts: 4 } },
  });
  if (!result.ok) throw new Error(result.reason);
  return common(result.fabric);
}
