import type { BillLine } from '../../../src/economics/types.ts';
import { type Built, build, switchOf } from './build.ts';
import { type Case, input, type Observed, optional } from './case.ts';
import { allSwitches, common } from './common.ts';

const GPUS_PER_NODE = 8;

const built = (result: ReturnType<typeof build>): Built => {
  if (!result.ok) throw new Error(result.reason);
  return result;
};

/** Linear price of a comparison table: per switch, link between switches and endpoint, million USD. */
export function modelCostMusd(c: Case, fabric: Built['fabric'], endpoints: number): number | undefined {
  const prices = c.inputs['price_model'] as Readonly<Record<string, number>> | undefined;
  if (prices === undefined) return undefined;
  const { switch_usd = 0, inter_switch_link_usd = 0, endpoint_usd = 0 } = prices;
  const usd =
    allSwitches(fabric) * switch_usd + fabric.interSwitchLinks * inter_switch_link_usd + endpoints * endpoint_usd;
  return Math.round(usd / 1e3) / 1e3;
}

function endpointsOf(c: Case): number {
  const nodes = optional(c, 'nodes');
  if (nodes !== undefined) return nodes * GPUS_PER_NODE;
  const stated = optional(c, 'endpoints') ?? optional(c, 'gpus');
  if (stated !== undefined) return stated;
  const radix = input(c, 'radix');
  return c.kind === 'leaf-spine' ? radix ** 2 / 2 : radix ** 3 / 4;
}

/** Leaf and spine, and three tiers, of switches of one radix. */
export function tree(c: Case): Observed {
  const endpoints = endpointsOf(c);
  const gbit = optional(c, 'port_gbit_per_s') ?? 400;
  const radix = optional(c, 'leaf_radix') ?? input(c, 'radix');
  const { leaf_down, leaf_up, management_endpoints, oversubscription } = c.inputs;
  const result = built(
    build({
      endpoints,
      ...(endpoints % GPUS_PER_NODE === 0 && c.inputs['nodes'] !== undefined ? { perNode: GPUS_PER_NODE } : {}),
      nicGbit: gbit,
      topology: {
        kind: c.topology_kind,
        switch: switchOf(radix, gbit),
        ...(management_endpoints === undefined ? {} : { management_endpoints }),
        ...(oversubscription === undefined ? {} : { oversubscription }),
        ...(leaf_down === undefined ? {} : { shape: { leaf_down, leaf_up } }),
      },
    }),
  );
  const { fabric, plan } = result;
  const all = fabric.capacity('all-to-all', { domains: Math.max(2, plan.cluster.nodes), stride: 1 });
  const perGpu = all.domainBytesPerS / plan.cluster.gpusPerDomain / 1e9;
  return {
    gpus: endpoints,
    endpoints,
    ...common(fabric),
    model_cost_musd: modelCostMusd(c, fabric, endpoints),
    leaf_gbyte_per_s_per_gpu: plan.cluster.nic.bytesPerS / 1e9,
    spine_gbyte_per_s_per_gpu: perGpu,
    node_gbyte_per_s_per_gpu: plan.cluster.gpu.scaleUp.bytesPerS / 1e9,
    cluster_tbyte_per_s: (endpoints * plan.cluster.nic.bytesPerS) / 1e12,
  };
}

/** Planes of a switch with split cages. */
export function planes(c: Case): Observed {
  const endpoints = input(c, 'nodes') * GPUS_PER_NODE;
  const gbit = input(c, 'nic_gbit_per_s');
  const count = input(c, 'planes');
  const device = switchOf(input(c, 'switch_cages'), input(c, 'cage_gbit_per_s'));
  const { fabric } = built(
    build({
      endpoints,
      perNode: GPUS_PER_NODE,
      nicGbit: gbit,
      topology: { kind: 'multi-plane', planes: count, breakout: input(c, 'breakout'), switch: device },
    }),
  );
  const single = build({
    endpoints,
    perNode: GPUS_PER_NODE,
    nicGbit: gbit,
    topology: { kind: 'fat-tree', tiers: 2, switch: device },
  });
  const known = common(fabric);
  const perCage = input(c, 'breakout');
  return {
    ...known,
    gpus: endpoints,
    leaf_per_plane: Number(known['leaf']) / count,
    spine_per_plane: Number(known['spine']) / count,
    endpoint_links_400g: fabric.accessLinks,
    leaf_spine_links_400g: fabric.interSwitchLinks,
    endpoint_cables_800g_equivalent: fabric.accessLinks / perCage,
    leaf_spine_cables_800g_equivalent: fabric.interSwitchLinks / perCage,
    closes_single_plane_radix_64: single.ok,
  };
}

/** Two equal zones and the switches that join them. */
export function zones(c: Case): Observed {
  const count = input(c, 'zones');
  const nodes = input(c, 'nodes');
  const radix = 40;
  const { fabric, plan } = built(
    build({
      endpoints: nodes * GPUS_PER_NODE,
      perNode: GPUS_PER_NODE,
      gpus: {},
      nicGbit: 200,
      topology: {
        kind: 'fat-tree',
        switch: switchOf(radix, 200),
        counts: { leaf: count * radix, spine: (count * radix) / 2 },
        shape: { zones: count, zone_links: (input(c, 'inter_zone_switches') * radix) / count },
      },
      nicsPerNode: 1,
    }),
  );
  return { ...common(fabric), gpus: plan.cluster.gpus };
}

/** Rail-only beside the Clos of the same endpoints, at the price of switch ports and transceivers. */
export function railOnly(c: Case): Observed {
  const endpoints = input(c, 'gpus');
  const radix = input(c, 'radix');
  const domain = input(c, 'scale_up_domain');
  const device = switchOf(radix, input(c, 'port_gbit_per_s'));
  const clos = built(build({ endpoints, topology: { kind: 'fat-tree', switch: device } })).fabric;
  const rails = built(
    build({
      endpoints,
      perDomain: domain,
      topology: { kind: 'rail-only', switch: device, shape: { share_switches: true } },
    }),
  ).fabric;
  const ends = (fabric: Built['fabric']): number => 2 * (fabric.accessLinks + fabric.interSwitchLinks);
  const cost = (fabric: Built['fabric']): number =>
    allSwitches(fabric) * radix * input(c, 'port_usd') + ends(fabric) * input(c, 'transceiver_usd');
  return {
    clos_tiers: clos.tiers.length,
    clos_switches: allSwitches(clos),
    clos_transceivers: ends(clos),
    clos_cost_usd: cost(clos),
    endpoints_per_rail: rails.details?.['endpoints_per_rail'],
    rail_tiers: rails.tiers.length,
    rail_switches: allSwitches(rails),
    rail_transceivers: ends(rails),
    rail_cost_usd: cost(rails),
    saving_fraction: 1 - cost(rails) / cost(clos),
  };
}

/** Non-blocking pods below an oversubscribed layer. */
export function pods(c: Case): Observed {
  const perRack = input(c, 'gpus_per_rack');
  const racks = input(c, 'racks_per_pod');
  const count = input(c, 'pods');
  const ratio = input(c, 'aggregation_oversubscription');
  const endpoints = perRack * racks * count;
  const gbit = input(c, 'nic_gbit_per_s');
  // Any chassis with a port for each rack of a pod and its share of uplinks.
  const chassis = switchOf(512, gbit);
  const { fabric } = built(
    build({
      endpoints,
      perNode: GPUS_PER_NODE,
      nicGbit: gbit,
      topology: {
        kind: 'fat-tree',
        tiers: 3,
        switch: [switchOf(perRack + input(c, 'rack_switch_up'), gbit), chassis, chassis],
        oversubscription: [input(c, 'pod_oversubscription'), ratio],
        shape: { leaf_down: perRack, leaf_up: input(c, 'rack_switch_up'), pods: count },
      },
    }),
  );
  const overall = fabric.tiers.reduce((product, tier) => product * (tier.oversubscription ?? 1), 1);
  const pod = built(
    build({
      endpoints: perRack * racks,
      perNode: GPUS_PER_NODE,
      nicGbit: gbit,
      topology: { kind: 'fat-tree', tiers: 2, switch: [switchOf(perRack * 2, gbit), chassis] },
    }),
  ).fabric;
  const known = common(fabric);
  return {
    gpus: endpoints,
    gpus_per_pod: perRack * racks,
    racks: endpoints / perRack,
    rack_switches: known['leaf'],
    overall_oversubscription: overall,
    pod_bisection_tbit_per_s_one_way: common(pod)['bisection_tbit_per_s_one_way'],
    cluster_bisection_tbit_per_s_one_way: known['bisection_tbit_per_s_one_way'],
  };
}

/** Modules and draw of the bill of materials. */
export function bill(c: Case): Observed {
  const nodes = 127;
  const result = built(
    build({
      endpoints: nodes * GPUS_PER_NODE,
      gpus: { type: 'h100-sxm', server: 'dgx-h100', per_domain: GPUS_PER_NODE },
      topology: {
        kind: 'rail-optimized',
        switch: 'qm9700',
        management_endpoints: 4,
        shape: { leaf_down: 32, leaf_up: 32 },
        optics: { access: '2sr4-800', fabric: '2sr4-800' },
      },
    }),
  );
  const lines = result.bill;
  const modules = (end: string): number =>
    lines.filter((line) => line.kind === 'transceiver' && line.note?.includes(end)).reduce(sumCount, 0);
  const switches = lines.filter((line) => line.kind === 'switch');
  const draw = (kind: BillLine['kind']): number =>
    lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.count * (line.unitPowerW ?? 0), 0);
  const total = lines.filter((line) => line.kind === 'transceiver').reduce(sumCount, 0);
  const network = draw('switch') + draw('transceiver');
  return {
    switches: switches.reduce(sumCount, 0),
    node_side_modules: modules('server end'),
    leaf_down_modules: modules('server to leaf, leaf end'),
    inter_switch_modules: modules('leaf to spine'),
    modules_total: total,
    switch_power_w: draw('switch'),
    module_power_w: draw('transceiver'),
    node_power_w: draw('server'),
    network_share_of_it_power: network / (network + draw('server')),
    nodes: input(c, 'node_twin_port_cages') === result.plan.cluster.server?.twinPortCages ? nodes : undefined,
  };
}

const sumCount = (sum: number, line: BillLine): number => sum + line.count;
